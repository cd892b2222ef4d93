// One word out of a few, each of which stands for a value of an enum.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Types;

/// <summary>One of the words of <paramref name="choices"/>, in the order of the documentation.</summary>
internal sealed class ChoiceType<T>(params (string Name, T Value)[] choices) : KeyType<T>
    where T : struct, Enum
{
    private string[] Names { get; } = [.. choices.Select(choice => choice.Name)];

    public override T Read(SectionReader section, ConfigKey key, T fallback)
    {
        if (section.TextNode(key) is not { } node)
            return fallback;
        int at = Array.IndexOf(Names, node.Text);
        if (at >= 0)
            return choices[at].Value;
        section.Problems.Error(
            node,
            "bad-value",
            $"\"{key.Name}\" must be {string.Join(" or ", Names.Select(name => $"\"{name}\""))}, found "
                + node.Describe(),
            PeerWords.Find(node.Text, Names) ?? NearestName.Find(node.Text, Names)
        );
        return fallback;
    }

    public override void Write(Utf8JsonWriter json, T value, string? mask) =>
        json.WriteStringValue(Array.Find(choices, choice => AreEqual(choice.Value, value)).Name);

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteOr(
            json,
            SchemaDefinitions.SubstitutedText,
            json =>
            {
                json.WriteStartArray("enum");
                foreach (string name in Names)
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }
        );
}
