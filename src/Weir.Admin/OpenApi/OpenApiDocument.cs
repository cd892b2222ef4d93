// The admin API as an OpenAPI document, made of what is mapped: an endpoint carries its notes, and forms of bodies come from the
// serializers that write them.
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Admin.Views;

namespace Weir.Admin.OpenApi;

/// <summary>Builds the document, OpenAPI 3.1.</summary>
internal sealed class OpenApiDocument
{
    private const string Problem = "application/problem+json";

    private readonly JsonObject _schemas = [];

    private OpenApiDocument() { }

    public static JsonObject Build(IEnumerable<Endpoint> endpoints, string version) =>
        new OpenApiDocument().Write(endpoints, version);

    private JsonObject Write(IEnumerable<Endpoint> endpoints, string version)
    {
        var paths = new JsonObject();
        foreach (
            OperationNote note in endpoints
                .SelectMany(e => e.Metadata.GetOrderedMetadata<OperationNote>())
                .OrderBy(n => n.Path, StringComparer.Ordinal)
        )
        {
            if (paths[note.Path] is not JsonObject path)
            {
                paths[note.Path] = path = [];
            }

            path[note.Method] = WriteOperation(note);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Weir admin API",
                ["version"] = version,
                ["description"] =
                    "State, figures and control of a running Weir. Everything that only reads takes HEAD as well.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = _schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "admin.token, where the configuration has one",
                    },
                },
            },
        };
    }

    private JsonObject WriteOperation(OperationNote note)
    {
        var good = new JsonObject { ["description"] = "as asked" };
        good["content"] = new JsonObject
        {
            [note.ContentType] = note.Answer is null
                ? []
                : new JsonObject { ["schema"] = Form(note.Answer) },
        };
        var responses = new JsonObject { ["200"] = good };
        foreach ((int status, string when) in note.Refusals.Concat(UsualRefusals(note)))
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = $"{ReasonPhrases.GetReasonPhrase(status)}: {when}",
                ["content"] = new JsonObject
                {
                    [Problem] = new JsonObject { ["schema"] = Form(AdminJson.Default.ProblemView) },
                },
            };
        }

        var operation = new JsonObject { ["summary"] = note.Summary, ["responses"] = responses };
        if (Parameters(note) is { Count: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (note.Body is not null)
        {
            operation["requestBody"] = new JsonObject
            {
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject { ["schema"] = Form(note.Body) },
                },
            };
        }

        if (note.NeedsToken)
        {
            operation["security"] = new JsonArray(
                new JsonObject(),
                new JsonObject { ["token"] = new JsonArray() }
            );
        }

        return operation;
    }

    private static IEnumerable<(int, string)> UsualRefusals(OperationNote note)
    {
        if (note.NeedsToken)
        {
            yield return (
                StatusCodes.Status401Unauthorized,
                "a token is configured and was not given"
            );
            yield return (
                StatusCodes.Status403Forbidden,
                "the Host is neither a loopback name nor in admin.allowedHosts, or the Origin is another site"
            );
        }
    }

    private static JsonArray Parameters(OperationNote note)
    {
        var parameters = new JsonArray();
        foreach (string segment in note.Path.Split('/').Where(s => s.StartsWith('{')))
        {
            parameters.Add(
                (JsonNode)Parameter(segment.Trim('{', '}'), "path", isRequired: true, null)
            );
        }

        foreach ((string name, string meaning) in note.Query)
        {
            parameters.Add((JsonNode)Parameter(name, "query", isRequired: false, meaning));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, bool isRequired, string? meaning)
    {
        var parameter = new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["required"] = isRequired,
            ["schema"] = new JsonObject { ["type"] = "string" },
        };
        if (meaning is not null)
        {
            parameter["description"] = meaning;
        }

        return parameter;
    }

    // Each form stands once among the components; a list refers to that of its items.
    private JsonObject Form(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            JsonTypeInfo item = type.Options.GetTypeInfo(type.ElementType!); // a list has items
            return new JsonObject { ["type"] = "array", ["items"] = Form(item) };
        }

        string name = type.Type.Name.EndsWith("View", StringComparison.Ordinal)
            ? type.Type.Name[..^4]
            : type.Type.Name;
        if (!_schemas.ContainsKey(name))
        {
            JsonNode schema = type.GetJsonSchemaAsNode(
                new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }
            );
            Rebase(schema, $"#/components/schemas/{name}");
            _schemas[name] = schema;
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    // The exporter's references count from the root of the form that it writes.
    private static void Rebase(JsonNode? node, string root)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                Rebase(item, root);
            }
        }
        else if (node is JsonObject schema)
        {
            foreach ((string key, JsonNode? value) in schema.ToArray())
            {
                if (key is "$ref" && value!.GetValue<string>() is ['#', .. var rest])
                {
                    schema[key] = root + rest;
                }
                else
                {
                    Rebase(value, root);
                }
            }
        }
    }
}
