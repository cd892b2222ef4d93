// A key that holds a list of objects.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>Objects with the keys of <paramref name="section"/>; at least one when <paramref name="needsOne"/>.</summary>
internal sealed class SectionListKey(
    string name,
    SectionKeys section,
    bool needsOne,
    string description
) : ConfigKey(name, description)
{
    public SectionKeys Section { get; } = section;

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        if (needsOne)
            json.WriteNumber("minItems", 1);
        json.WriteStartObject("items");
        WriteReference(json, Section.Name);
        json.WriteEndObject();
    }
}
