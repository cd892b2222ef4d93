// Secret texts by name, such as the header fields of a request that somebody else must not see.

using System.Collections.Immutable;
using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Types;

/// <summary>Names of one's own choice, each with a text that is never shown; none unless given.</summary>
/// <param name="check">Tells what is wrong with one of them.</param>
internal sealed class SecretMapType(Action<ConfigMember, ConfigNode, ProblemList> check)
    : KeyType<ImmutableArray<KeyValuePair<string, string>>>
{
    public override bool HasDefault => false;

    public override ImmutableArray<KeyValuePair<string, string>> Read(
        SectionReader section,
        ConfigKey key,
        ImmutableArray<KeyValuePair<string, string>> fallback
    )
    {
        if (section.Value(key) is not { } node)
            return fallback;
        if (node.Kind != NodeKind.Object)
        {
            section.WrongType(node, "an object");
            return fallback;
        }
        ImmutableArray<KeyValuePair<string, string>>.Builder values = ImmutableArray.CreateBuilder<
            KeyValuePair<string, string>
        >();
        foreach (ConfigMember member in node.Members)
        {
            if (section.AsText(member.Value) is not { } text)
                continue;
            values.Add(new(member.Name, text.Text));
            check(member, text, section.Problems);
        }
        return values.ToImmutable();
    }

    public override void Write(
        Utf8JsonWriter json,
        ImmutableArray<KeyValuePair<string, string>> value,
        string? mask
    )
    {
        json.WriteStartObject();
        foreach ((string name, string text) in value)
            json.WriteString(name, Substitution.Escape(mask ?? text));
        json.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        json.WriteString("type", "string");
        json.WriteEndObject();
    }

    public override bool AreEqual(
        ImmutableArray<KeyValuePair<string, string>> one,
        ImmutableArray<KeyValuePair<string, string>> other
    ) => one.SequenceEqual(other);
}
