// A whole number.

using System.Numerics;
using System.Text.Json;
using Weir.Configuration.Keys;

namespace Weir.Configuration.Types;

/// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
internal sealed class IntegerType<T>(T min, T max) : KeyType<T>
    where T : struct, IBinaryInteger<T>
{
    public override T Read(SectionReader section, ConfigKey key, T fallback)
    {
        if (section.Value(key) is not { } node)
            return fallback;
        if (node.Number is not { } value || value != decimal.Truncate(value))
        {
            section.WrongType(node, $"a whole number from {min} to {max}");
            return fallback;
        }
        if (value >= decimal.CreateChecked(min) && value <= decimal.CreateChecked(max))
            return T.CreateChecked(value);
        section.Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be from {min} to {max}, found {node.Describe()}"
        );
        return fallback;
    }

    public override void Write(Utf8JsonWriter json, T value, string? mask) =>
        json.WriteNumberValue(long.CreateChecked(value));

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteOr(
            json,
            SchemaDefinitions.Substitution,
            json =>
            {
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", long.CreateChecked(min));
                json.WriteNumber("maximum", long.CreateChecked(max));
            }
        );
}
