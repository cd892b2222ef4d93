// A key that takes texts by name.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>Names of one's own choice, each with a text; none unless given.</summary>
internal sealed class TextMapKey(string name, string description) : ConfigKey(name, description)
{
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        json.WriteString("type", "string");
        json.WriteEndObject();
    }
}
