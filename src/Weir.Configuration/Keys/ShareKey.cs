// A key that takes a share of a whole.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A number from 0 to 1.</summary>
internal sealed class ShareKey(string name, double defaultValue, string description)
    : ConfigKey(name, description)
{
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "number");
        json.WriteNumber("minimum", 0);
        json.WriteNumber("maximum", 1);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteReference(json, ConfigSchema.SubstitutionDefinition);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber("default", defaultValue);
    }
}
