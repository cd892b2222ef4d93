// A key that is another way to say what keys of the record say: host and port for an address, a short form for a list of one.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A key that no property of a record holds, and that is never written.</summary>
internal sealed class FormKey<T>(string name, KeyType<T> type, string description)
    : ConfigKey(name, description)
{
    /// <summary>What a text stands for unless given; null where that is nothing.</summary>
    public string? Default { get; init; }

    public T Read(SectionReader section, T fallback) => type.Read(section, this, fallback);

    public override void WriteSchema(Utf8JsonWriter json)
    {
        type.WriteSchema(json);
        if (Default is not null)
            json.WriteString("default", Default);
    }
}
