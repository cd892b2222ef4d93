// A key that takes true or false.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>True or false.</summary>
internal sealed class BooleanKey(string name, bool defaultValue, string description)
    : ConfigKey(name, description)
{
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "boolean");
        json.WriteEndObject();
        json.WriteStartObject();
        WriteReference(json, ConfigSchema.SubstitutionDefinition);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("default", defaultValue);
    }
}
