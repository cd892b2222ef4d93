// What an endpoint says of itself, for the OpenAPI document.
using System.Text.Json.Serialization.Metadata;

namespace Weir.Admin.OpenApi;

/// <summary>One method of one path, as callers see it.</summary>
internal sealed record OperationNote(string Method, string Path, string Summary)
{
    /// <summary>The form of a good answer's body; null where it is no JSON.</summary>
    public JsonTypeInfo? Answer { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The form of the request's body; null where there is none.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>Parameters of the query, none of which has to be there.</summary>
    public (string Name, string Meaning)[] Query { get; init; } = [];

    /// <summary>Other answers than 200; those that every endpoint has need no word.</summary>
    public (int Status, string When)[] Refusals { get; init; } = [];

    /// <summary>Whether it wants the token where one is configured.</summary>
    public bool NeedsToken { get; init; } = true;

    public static OperationNote Get(string path, string summary, JsonTypeInfo? answer = null) =>
        new("get", path, summary) { Answer = answer };

    public static OperationNote File(string path, string summary, string contentType) =>
        new("get", path, summary) { ContentType = contentType };
}
