// A list of texts, or of what is written as one each.

using System.Collections.Immutable;
using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Types;

/// <summary>Values that are written as texts; none unless given.</summary>
/// <param name="add">Adds what one text stands for, or tells what is wrong with it.</param>
/// <param name="format">The text of a value.</param>
internal sealed class TextListType<T>(
    Action<ConfigNode, ProblemList, ImmutableArray<T>.Builder> add,
    Func<T, string> format
) : KeyType<ImmutableArray<T>>
{
    public override bool HasDefault => false;

    public override ImmutableArray<T> Read(
        SectionReader section,
        ConfigKey key,
        ImmutableArray<T> fallback
    )
    {
        ImmutableArray<T>.Builder values = ImmutableArray.CreateBuilder<T>();
        foreach (ConfigNode item in section.Items(key))
        {
            if (section.AsText(item) is { } text)
                add(text, section.Problems, values);
        }
        return values.ToImmutable();
    }

    public override void Write(Utf8JsonWriter json, ImmutableArray<T> value, string? mask)
    {
        json.WriteStartArray();
        foreach (T item in value)
            json.WriteStringValue(Substitution.Escape(format(item)));
        json.WriteEndArray();
    }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "string");
        json.WriteEndObject();
    }

    public override bool AreEqual(ImmutableArray<T> one, ImmutableArray<T> other) =>
        one.SequenceEqual(other);
}
