// A key that holds objects by name.

using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>Names of one's own choice, each with the keys of <paramref name="section"/>; at least one.</summary>
internal sealed class SectionMapKey(string name, SectionKeys section, string description)
    : ConfigKey(name, description)
{
    public SectionKeys Section { get; } = section;

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteNumber("minProperties", 1);
        json.WriteStartObject("propertyNames");
        json.WriteString("pattern", NameText.Pattern);
        json.WriteNumber("maxLength", Limits.MaxNameChars);
        json.WriteEndObject();
        json.WriteStartObject("additionalProperties");
        WriteReference(json, Section.Name);
        json.WriteEndObject();
    }
}
