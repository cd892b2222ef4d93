// An object with keys of its own, which fill a record of their own.

using System.Text.Json;
using Weir.Configuration.Keys;

namespace Weir.Configuration.Types;

/// <summary>One object.</summary>
/// <param name="table">The keys that fill the record.</param>
/// <param name="keys">The keys that the object may have, where those are others.</param>
internal sealed class SectionType<TRecord>(KeyTable<TRecord> table, SectionKeys keys)
    : KeyType<TRecord>
{
    public override bool ReadsAbsent => true;

    public override bool HasDefault => false;

    public override TRecord Read(SectionReader section, ConfigKey key, TRecord fallback) =>
        table.Read(section.Section(key, keys), fallback);

    public override void Write(Utf8JsonWriter json, TRecord value, string? mask)
    {
        json.WriteStartObject();
        table.WriteMembers(json, value, mask);
        json.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteReference(json, keys.Name);

    public override bool AreEqual(TRecord one, TRecord other) => table.AreEqual(one, other);

    public override IEnumerable<KeyChange> Changes(KeyChange here, TRecord before, TRecord after) =>
        table.Changes(here.Path, before, after);

    public override TRecord KeepUntilRestart(TRecord read, TRecord running) =>
        table.KeepUntilRestart(read, running);
}
