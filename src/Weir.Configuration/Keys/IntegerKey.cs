// A key that takes a whole number.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
internal sealed class IntegerKey(
    string name,
    long min,
    long max,
    long? defaultValue,
    string description
) : ConfigKey(name, description)
{
    public long Min { get; } = min;

    public long Max { get; } = max;

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", Min);
        json.WriteNumber("maximum", Max);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteReference(json, ConfigSchema.SubstitutionDefinition);
        json.WriteEndObject();
        json.WriteEndArray();
        if (defaultValue is { } value)
            json.WriteNumber("default", value);
    }
}
