// True or false.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Types;

/// <summary>True or false.</summary>
internal sealed class BooleanType : KeyType<bool>
{
    public override bool Read(SectionReader section, ConfigKey key, bool fallback)
    {
        if (section.Value(key) is not { } node)
            return fallback;
        bool counts =
            node.Kind == NodeKind.Boolean || (node.Kind == NodeKind.Text && node.IsSubstituted);
        if (counts && bool.TryParse(node.Text, out bool value))
            return value;
        section.WrongType(node, "true or false");
        return fallback;
    }

    public override void Write(Utf8JsonWriter json, bool value, string? mask) =>
        json.WriteBooleanValue(value);

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteOr(
            json,
            SchemaDefinitions.Substitution,
            static json => json.WriteString("type", "boolean")
        );
}
