// Objects with keys of their own, in a list or by name. Their readers are their own: each object is held against the others.

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Types;

/// <summary>Objects with the keys of <paramref name="table"/>.</summary>
/// <param name="table">Their keys.</param>
/// <param name="nameOf">The name by which an object stands there; null for a list.</param>
internal sealed class SectionListType<TRecord>(
    KeyTable<TRecord> table,
    Func<TRecord, string>? nameOf = null
) : KeyType<ImmutableArray<TRecord>>
{
    /// <summary>Whether there must be at least one.</summary>
    public bool NeedsOne { get; init; }

    public override bool HasDefault => false;

    public override void Write(Utf8JsonWriter json, ImmutableArray<TRecord> value, string? mask)
    {
        if (nameOf is null)
            json.WriteStartArray();
        else
            json.WriteStartObject();
        foreach (TRecord record in value)
        {
            if (nameOf is not null)
                json.WritePropertyName(nameOf(record));
            json.WriteStartObject();
            table.WriteMembers(json, record, mask);
            json.WriteEndObject();
        }
        if (nameOf is null)
            json.WriteEndArray();
        else
            json.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", nameOf is null ? "array" : "object");
        if (NeedsOne)
            json.WriteNumber(nameOf is null ? "minItems" : "minProperties", 1);
        if (nameOf is not null)
        {
            json.WriteStartObject("propertyNames");
            json.WriteString("pattern", NameText.Pattern);
            json.WriteNumber("maxLength", Limits.MaxNameChars);
            json.WriteEndObject();
        }
        json.WriteStartObject(nameOf is null ? "items" : "additionalProperties");
        SchemaDefinitions.WriteReference(json, table.Name);
        json.WriteEndObject();
    }

    public override bool AreEqual(ImmutableArray<TRecord> one, ImmutableArray<TRecord> other) =>
        HaveSameNames(one, other)
        && one.Zip(other).All(pair => table.AreEqual(pair.First, pair.Second));

    /// <summary>The keys of each object; the whole when not all of them can be told to be the same one.</summary>
    public override IEnumerable<KeyChange> Changes(
        KeyChange here,
        ImmutableArray<TRecord> before,
        ImmutableArray<TRecord> after
    ) =>
        HaveSameNames(before, after)
            ? before.SelectMany(
                (record, i) =>
                    table.Changes(ConfigNode.Join(here.Path, NameAt(before, i)), record, after[i])
            )
            : [here];

    private bool HaveSameNames(ImmutableArray<TRecord> one, ImmutableArray<TRecord> other) =>
        one.Length == other.Length
        && Enumerable
            .Range(0, one.Length)
            .All(i => string.Equals(NameAt(one, i), NameAt(other, i), StringComparison.Ordinal));

    private string NameAt(ImmutableArray<TRecord> records, int index) =>
        nameOf?.Invoke(records[index]) ?? index.ToString(CultureInfo.InvariantCulture);
}
