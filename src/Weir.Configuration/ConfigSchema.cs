// The JSON Schema (draft 2020-12) of the configuration, made from the same table of keys that the reader works from.
// It describes one file by itself; what needs a look at several places at once is left to the reader.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>Makes the schema that editors use.</summary>
public static class ConfigSchema
{
    internal const string SubstitutionDefinition = "substitution";
    internal const string SubstitutedTextDefinition = "substitutedText";
    internal const string DurationDefinition = "duration";
    internal const string DurationOrZeroDefinition = "durationOrZero";

    /// <summary>Some zeros with any unit are no duration above zero.</summary>
    private const string PositivePattern = @"^(?=.*[1-9])(\d+(\.\d+)?|\.\d+)(ms|s|m|h)$";

    private const string WholePattern = @"^(\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\})+$";

    private const string PartPattern = @"\$\{";

    /// <summary>The schema as indented JSON that ends with a line feed.</summary>
    public static string Write() => JsonText.OfObject(WriteRoot);

    private static void WriteRoot(Utf8JsonWriter json)
    {
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "Weir configuration");
        // Words of VS Code's editor for JSON, which would mark both as faults.
        json.WriteBoolean("allowComments", true);
        json.WriteBoolean("allowTrailingCommas", true);
        RootKeys.All.WriteSchema(json);
        json.WriteStartObject("$defs");
        foreach (SectionKeys section in RootKeys.Sections)
        {
            json.WriteStartObject(section.Name);
            section.WriteSchema(json);
            json.WriteEndObject();
        }
        WriteText(json, SubstitutionDefinition, "A value from the environment.", WholePattern);
        WriteText(
            json,
            SubstitutedTextDefinition,
            "A text with values from the environment.",
            PartPattern
        );
        WriteDuration(json, DurationDefinition, "exclusiveMinimum", PositivePattern);
        WriteDuration(json, DurationOrZeroDefinition, "minimum", DurationText.Pattern);
        json.WriteEndObject();
    }

    private static void WriteText(
        Utf8JsonWriter json,
        string name,
        string description,
        string pattern
    )
    {
        json.WriteStartObject(name);
        json.WriteString("description", description);
        json.WriteString("type", "string");
        json.WriteString("pattern", pattern);
        json.WriteEndObject();
    }

    private static void WriteDuration(
        Utf8JsonWriter json,
        string name,
        string minimumKeyword,
        string pattern
    )
    {
        json.WriteStartObject(name);
        json.WriteString("description", "Seconds, or a text with a unit: 250ms, 5s, 2m, 1h.");
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "number");
        json.WriteNumber(minimumKeyword, 0);
        json.WriteNumber("maximum", DurationText.ToSeconds(Limits.MaxDurationMs));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", pattern);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("$ref", "#/$defs/" + SubstitutedTextDefinition);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
