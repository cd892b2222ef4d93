// A text, or what is written as one: an address, a list of statuses, a word that means none.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Types;

/// <summary>A value that is written as a text.</summary>
/// <param name="parse">From the text to the value, or to the given fallback; tells what is wrong with it. Null for what is read apart.</param>
/// <param name="format">The text of a value; null for a value that is said by leaving the key out.</param>
internal sealed class TextType<T>(
    Func<ConfigNode, ProblemList, T, T>? parse,
    Func<T, string?> format
) : KeyType<T>
{
    /// <summary>Whether a bare number is taken for the text of its digits.</summary>
    public bool AllowsNumber { get; init; }

    /// <summary>Whether the text is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>How two values are compared; null: as their type does.</summary>
    public IEqualityComparer<T>? Comparer { get; init; }

    public override T Read(SectionReader section, ConfigKey key, T fallback)
    {
        if (parse is null)
            return base.Read(section, key, fallback);
        bool isNumber = AllowsNumber && section.Value(key) is { Kind: NodeKind.Number };
        ConfigNode? node = isNumber ? section.Value(key) : section.TextNode(key);
        return node is null ? fallback : parse(node, section.Problems, fallback);
    }

    public override bool IsWritten(T value) => format(value) is not null;

    public override bool AreEqual(T one, T other) =>
        (Comparer ?? EqualityComparer<T>.Default).Equals(one, other);

    /// <summary>What is read again has its variables put in, so a literal "${" must be escaped.</summary>
    public override void Write(Utf8JsonWriter json, T value, string? mask) =>
        json.WriteStringValue(
            Substitution.Escape(IsSecret && mask is not null ? mask : format(value) ?? "")
        );

    public override void WriteSchema(Utf8JsonWriter json)
    {
        if (!AllowsNumber)
        {
            json.WriteString("type", "string");
            return;
        }
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("integer");
        json.WriteEndArray();
    }
}
