// Writes the reference of all configuration keys from the schema, as Markdown and as a manual page. The words are those of
// the keys in Weir.Configuration; nothing is written twice.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Configuration;

namespace Weir.Tests.Docs;

/// <summary>Every key with its type, range, default and meaning, section by section in the order of the schema.</summary>
internal static class ConfigReference
{
    private static readonly JsonObject s_schema = JsonNode.Parse(ConfigSchema.Write())!.AsObject(); // an object, by its own test

    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach ((string title, JsonObject section) in Sections())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n");
            text.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
            foreach (ConfigReferenceKey key in Keys(section))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{key.Name}` | {Escape(key.Type)} | {Code(key.Default)} | {Escape(key.Meaning)} |\n"
                );
            }
        }

        return text.ToString();
    }

    public static string Manual()
    {
        var text = new StringBuilder();
        foreach ((string title, JsonObject section) in Sections())
        {
            text.Append(CultureInfo.InvariantCulture, $".SH {title.ToUpperInvariant()}\n");
            foreach (ConfigReferenceKey key in Keys(section))
            {
                string ends = key.Default.Length == 0 ? "" : $" Default: {key.Default}.";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $".TP\n.BR {key.Name} \" ({Roff(key.Type)})\"\n{Roff(key.Meaning)}{Roff(ends)}\n"
                );
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Title, JsonObject Section)> Sections()
    {
        yield return ("The file", s_schema["properties"]!.AsObject());
        foreach ((string name, JsonNode? definition) in s_schema["$defs"]!.AsObject())
        {
            if (definition!["properties"] is JsonObject properties)
            {
                yield return (name, properties);
            }
        }
    }

    private static IEnumerable<ConfigReferenceKey> Keys(JsonObject section) =>
        section.Select(property => new ConfigReferenceKey(
            property.Key,
            TypeOf(property.Value!),
            property.Value!["default"]?.ToJsonString() ?? "",
            property.Value!["description"]!.GetValue<string>()
        ));

    private static string TypeOf(JsonNode value)
    {
        if (value["$ref"]?.GetValue<string>() is { } reference)
        {
            return reference[(reference.LastIndexOf('/') + 1)..] switch
            {
                "duration" => "duration above 0",
                "durationOrZero" => "duration",
                string section => section,
            };
        }

        if (value["enum"] is JsonArray words)
        {
            return string.Join(", ", words.Select(word => word!.ToString()));
        }

        // The first form is the plain one; the others are substitutions.
        if (value["anyOf"] is JsonArray forms)
        {
            return TypeOf(forms[0]!);
        }

        return value["type"] switch
        {
            JsonArray types => string.Join(" or ", types.Select(type => type!.ToString())),
            JsonValue type when type.ToString() == "array" => $"list of {TypeOf(value["items"]!)}",
            JsonValue type when type.ToString() == "object" =>
                $"{TypeOf(value["additionalProperties"]!)} by name",
            JsonValue type => type + Range(value),
            _ => throw new InvalidOperationException($"no type in {value.ToJsonString()}"),
        };
    }

    private static string Range(JsonNode value) =>
        value["minimum"] is { } least && value["maximum"] is { } most ? $", {least} to {most}" : "";

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Roff(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal);
}
