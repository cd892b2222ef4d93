// A key of a record, whatever the type of its value: what a table does with all its keys alike.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A key that a property of <typeparamref name="TRecord"/> holds.</summary>
/// <param name="name">As it is written.</param>
/// <param name="description">One line for people.</param>
/// <param name="when">Where it has an effect; null: everywhere. Without effect it is neither written nor compared.</param>
internal abstract class RecordKey<TRecord>(
    string name,
    string description,
    Func<TRecord, bool>? when
) : ConfigKey(name, description)
{
    public bool IsConditional => when is not null;

    public bool HasEffect(TRecord record) => when is null || when(record);

    /// <summary>The record with what the section says; as it was where the section says nothing, or nothing right.</summary>
    public abstract TRecord Read(SectionReader section, TRecord record);

    public abstract void Write(Utf8JsonWriter json, TRecord record, string? mask);

    public abstract bool AreEqual(TRecord one, TRecord other);

    /// <summary>The keys from this one down that differ; <paramref name="path"/> is that of the record.</summary>
    public abstract IEnumerable<KeyChange> Changes(string path, TRecord before, TRecord after);

    /// <summary>What was read, with what needs a restart left as it runs.</summary>
    public abstract TRecord KeepUntilRestart(TRecord read, TRecord running);
}
