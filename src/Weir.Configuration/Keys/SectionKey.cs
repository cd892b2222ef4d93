// A key that holds further keys.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>One object with the keys of <paramref name="section"/>.</summary>
internal sealed class SectionKey(string name, SectionKeys section, string description)
    : ConfigKey(name, description)
{
    public SectionKeys Section { get; } = section;

    public override void WriteSchema(Utf8JsonWriter json) => WriteReference(json, Section.Name);
}
