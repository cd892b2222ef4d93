// Pieces of the JSON Schema that types of keys share: each is defined once and referred to by name.

using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Types;

/// <summary>Names of shared definitions, and how they are written and referred to.</summary>
internal static class SchemaDefinitions
{
    public const string Substitution = "substitution";
    public const string SubstitutedText = "substitutedText";
    public const string Duration = "duration";
    public const string DurationOrZero = "durationOrZero";

    /// <summary>Some zeros with any unit are no duration above zero.</summary>
    private const string PositivePattern = @"^(?=.*[1-9])(\d+(\.\d+)?|\.\d+)(ms|s|m|h)$";

    private const string WholePattern = @"^(\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\})+$";

    private const string PartPattern = @"\$\{";

    /// <summary>Writes <c>$ref</c> to a definition.</summary>
    public static void WriteReference(Utf8JsonWriter json, string definition) =>
        json.WriteString("$ref", "#/$defs/" + definition);

    /// <summary>What <paramref name="writePlain"/> says, or a text that a definition describes.</summary>
    public static void WriteOr(
        Utf8JsonWriter json,
        string definition,
        Action<Utf8JsonWriter> writePlain
    )
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        writePlain(json);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteReference(json, definition);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Writes all of them.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        WriteText(json, Substitution, "A value from the environment.", WholePattern);
        WriteText(json, SubstitutedText, "A text with values from the environment.", PartPattern);
        WriteDuration(json, Duration, "exclusiveMinimum", PositivePattern);
        WriteDuration(json, DurationOrZero, "minimum", DurationText.Pattern);
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
        WriteReference(json, SubstitutedText);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
