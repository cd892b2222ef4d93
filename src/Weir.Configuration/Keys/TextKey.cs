// A key that takes a text.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A text; its finer rules are the reader's.</summary>
internal sealed class TextKey(string name, string? defaultValue, string description)
    : ConfigKey(name, description)
{
    /// <summary>Whether a bare number is taken for the text of its digits.</summary>
    public bool AllowsNumber { get; init; }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        if (AllowsNumber)
        {
            json.WriteStartArray("type");
            json.WriteStringValue("string");
            json.WriteStringValue("integer");
            json.WriteEndArray();
        }
        else
            json.WriteString("type", "string");
        if (defaultValue is not null)
            json.WriteString("default", defaultValue);
    }
}
