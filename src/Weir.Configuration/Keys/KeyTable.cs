// The keys of one kind of section, and the record that they fill. Each key is declared as a static field of the section's class, in the
// order of the documentation: the field's initialiser puts it in here, and whatever is done with a record goes through all of them.

using System.Text.Json;
using Weir.Configuration.Source;

namespace Weir.Configuration.Keys;

/// <summary>A table of keys of <typeparamref name="TRecord"/>.</summary>
/// <param name="name">The name of its definition in the schema.</param>
/// <param name="initial">Where reading starts from: its values are the defaults.</param>
internal sealed class KeyTable<TRecord>(string name, TRecord initial) : SectionKeys(name)
{
    private readonly List<RecordKey<TRecord>> _keys = [];

    public TRecord Initial { get; } = initial;

    /// <summary>Keys that properties of the record hold, in the order of the documentation.</summary>
    public IReadOnlyList<RecordKey<TRecord>> RecordKeys => _keys;

    /// <summary>Looks at a record that was just read as a whole, and says what no single value shows.</summary>
    public Func<SectionReader, TRecord, TRecord> Check { get; init; } =
        static (_, record) => record;

    /// <summary>Declares a key.</summary>
    /// <param name="key">Its name as it is written.</param>
    /// <param name="type">What it may be set to; its range is part of that.</param>
    /// <param name="get">The property; the default is what the initial record has there.</param>
    /// <param name="with">A copy of the record with another value there.</param>
    /// <param name="description">One line for people, in schema and documentation.</param>
    /// <param name="traits">What sets it apart.</param>
    /// <param name="when">Where it has an effect; null: everywhere.</param>
    public Key<TRecord, T> Add<T>(
        string key,
        KeyType<T> type,
        Func<TRecord, T> get,
        Func<TRecord, T, TRecord> with,
        string description,
        KeyTraits traits = KeyTraits.None,
        Func<TRecord, bool>? when = null
    )
    {
        Key<TRecord, T> added = new(key, type, get, with, description, get(Initial), when)
        {
            Traits = traits,
        };
        _keys.Add(added);
        return AddKey(added);
    }

    /// <summary>The record with what the section says; a value that is absent or wrong is left as it was.</summary>
    public TRecord Read(SectionReader section, TRecord record)
    {
        foreach (RecordKey<TRecord> key in _keys)
        {
            if (!key.Is(KeyTraits.ReadApart))
                record = key.Read(section, record);
        }
        return Check(section, record);
    }

    /// <summary>The keys that the section has although they have no effect on this record.</summary>
    public IEnumerable<ConfigMember> WithoutEffect(SectionReader section, TRecord record) =>
        _keys.Where(key => !key.HasEffect(record)).Select(section.Member).OfType<ConfigMember>();

    /// <summary>Writes every value that has an effect.</summary>
    public void WriteMembers(Utf8JsonWriter json, TRecord record, string? mask)
    {
        foreach (RecordKey<TRecord> key in _keys.OrderBy(PlaceInWriting))
        {
            if (key.HasEffect(record))
                key.Write(json, record, mask);
        }
    }

    /// <summary>By value, lists included; values without effect do not count.</summary>
    public bool AreEqual(TRecord one, TRecord? other) =>
        other is not null && _keys.TrueForAll(key => !Differs(key, one, other));

    /// <summary>The keys that differ, by path.</summary>
    /// <param name="path">That of the record; empty for the whole.</param>
    /// <param name="before">The old record.</param>
    /// <param name="after">The new record.</param>
    public IEnumerable<KeyChange> Changes(string path, TRecord before, TRecord after) =>
        _keys
            .Where(key => Differs(key, before, after))
            .SelectMany(key => key.Changes(path, before, after));

    /// <summary>What was read, with what needs a restart left as it runs.</summary>
    public TRecord KeepUntilRestart(TRecord read, TRecord running) =>
        _keys.Aggregate(read, (record, key) => key.KeepUntilRestart(record, running));

    // What decides over an effect is a key too, so one that has an effect on one side alone is no further difference.
    private static bool Differs(RecordKey<TRecord> key, TRecord one, TRecord other) =>
        key.HasEffect(one) && key.HasEffect(other) && !key.AreEqual(one, other);

    private static int PlaceInWriting(RecordKey<TRecord> key) =>
        key.Is(KeyTraits.WrittenFirst) ? 0
        : key.Is(KeyTraits.WrittenLast) ? 3
        : key.IsConditional ? 2
        : 1;
}
