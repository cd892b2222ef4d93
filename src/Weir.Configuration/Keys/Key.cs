// One key, declared once: reader, writer, schema, documentation, equality and diff all follow from it.

using System.Text.Json;
using Weir.Configuration.Source;

namespace Weir.Configuration.Keys;

/// <summary>A key whose value is a <typeparamref name="T"/>. Made by <see cref="KeyTable{TRecord}"/>, which says what the parameters are.</summary>
internal sealed class Key<TRecord, T>(
    string name,
    KeyType<T> type,
    Func<TRecord, T> get,
    Func<TRecord, T, TRecord> with,
    string description,
    T initial,
    Func<TRecord, bool>? when
) : RecordKey<TRecord>(name, description, when)
{
    public KeyType<T> Type { get; } = type;

    public Func<TRecord, T> Get { get; } = get;

    public Func<TRecord, T, TRecord> With { get; } = with;

    public override TRecord Read(SectionReader section, TRecord record) =>
        Type.ReadsAbsent || section.Has(this)
            ? With(record, Type.Read(section, this, Get(record)))
            : record;

    public override void Write(Utf8JsonWriter json, TRecord record, string? mask) =>
        WriteValue(json, Name, Get(record), mask);

    public override void WriteSchema(Utf8JsonWriter json)
    {
        Type.WriteSchema(json);
        if (
            Type.HasDefault
            && (Traits & (KeyTraits.NoDefault | KeyTraits.Required)) == KeyTraits.None
        )
            WriteValue(json, "default", initial, mask: null);
    }

    public override bool AreEqual(TRecord one, TRecord other) =>
        Type.AreEqual(Get(one), Get(other));

    public override IEnumerable<KeyChange> Changes(string path, TRecord before, TRecord after) =>
        AreEqual(before, after)
            ? []
            : Type.Changes(
                new KeyChange(ConfigNode.Join(path, Name), Is(KeyTraits.NeedsRestart)),
                Get(before),
                Get(after)
            );

    public override TRecord KeepUntilRestart(TRecord read, TRecord running) =>
        With(
            read,
            Is(KeyTraits.NeedsRestart)
                ? Get(running)
                : Type.KeepUntilRestart(Get(read), Get(running))
        );

    private void WriteValue(Utf8JsonWriter json, string name, T value, string? mask)
    {
        if (!Type.IsWritten(value))
            return;
        json.WritePropertyName(name);
        Type.Write(json, value, mask);
    }
}
