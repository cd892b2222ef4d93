// A key that takes a list of texts.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A list of texts, empty unless given.</summary>
internal sealed class TextListKey(string name, string description) : ConfigKey(name, description)
{
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "string");
        json.WriteEndObject();
    }
}
