// A share of a whole.

using System.Globalization;
using System.Text.Json;
using Weir.Configuration.Keys;

namespace Weir.Configuration.Types;

/// <summary>A number from 0 to 1.</summary>
internal sealed class ShareType : KeyType<double>
{
    public override double Read(SectionReader section, ConfigKey key, double fallback)
    {
        if (section.Value(key) is not { } node)
            return fallback;
        if (node.Number is not { } value)
        {
            section.WrongType(node, "a number from 0 to 1");
            return fallback;
        }
        if (value is >= 0 and <= 1)
            return (double)value;
        bool isPercent = value is > 1 and <= 100;
        section.Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be from 0 to 1, found {node.Describe()}",
            isPercent ? (value / 100).ToString(CultureInfo.InvariantCulture) : null
        );
        return fallback;
    }

    public override void Write(Utf8JsonWriter json, double value, string? mask) =>
        json.WriteNumberValue(value);

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteOr(
            json,
            SchemaDefinitions.Substitution,
            static json =>
            {
                json.WriteString("type", "number");
                json.WriteNumber("minimum", 0);
                json.WriteNumber("maximum", 1);
            }
        );
}
