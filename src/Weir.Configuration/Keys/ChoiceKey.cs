// A key that takes one word out of a few.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>One of the words of <paramref name="choices"/>.</summary>
internal sealed class ChoiceKey<T>(
    string name,
    ChoiceMap<T> choices,
    T defaultValue,
    string description
) : ConfigKey(name, description)
    where T : struct, Enum
{
    public ChoiceMap<T> Choices { get; } = choices;

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteStartArray("enum");
        foreach (string choice in Choices.Names)
            json.WriteStringValue(choice);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject();
        WriteReference(json, ConfigSchema.SubstitutedTextDefinition);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("default", Choices.NameOf(defaultValue));
    }
}
