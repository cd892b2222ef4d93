// The forms of answers that all endpoints share.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary>Writes answers. Errors are always <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Reply
{
    /// <summary>The methods of everything that only reads.</summary>
    public static readonly string[] Read = ["GET", "HEAD"];

    public static Task Text(
        HttpContext context,
        int status,
        string text,
        string contentType = "text/plain; charset=utf-8"
    )
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static Task Json<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        Text(
            context,
            StatusCodes.Status200OK,
            JsonSerializer.Serialize(value, type),
            "application/json"
        );

    public static Task Problem(
        HttpContext context,
        int status,
        string detail,
        IReadOnlyList<string>? problems = null
    ) =>
        Text(
            context,
            status,
            JsonSerializer.Serialize(
                new ProblemView(ReasonPhrases.GetReasonPhrase(status), status, detail, problems),
                AdminJson.Default.ProblemView
            ),
            "application/problem+json"
        );
}
