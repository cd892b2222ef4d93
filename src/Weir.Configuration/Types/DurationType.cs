// A duration: seconds, or a text with a unit.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Types;

/// <summary>A duration, in milliseconds; above zero unless <paramref name="allowsZero"/>.</summary>
internal sealed class DurationType(bool allowsZero) : KeyType<long>
{
    private const string Wanted =
        "a number of seconds or a text with a unit such as \"250ms\", \"5s\", \"2m\", \"1h\"";

    public override long Read(SectionReader section, ConfigKey key, long fallback)
    {
        if (section.Value(key) is not { } node)
            return fallback;
        decimal? seconds = node.Number;
        if (seconds is null && node.Kind != NodeKind.Text)
        {
            section.WrongType(node, Wanted);
            return fallback;
        }
        decimal? ms = seconds is { } number
            ? Math.Clamp(number, -1, Limits.MaxDurationMs) * 1000
            : DurationText.TryParseMs(node.Text);
        if (ms is null)
        {
            string? suggestion = NumberText.TryParse(node.Text) is null ? null : node.Text + "s";
            section.Problems.Error(
                node,
                "bad-duration",
                $"\"{key.Name}\" must be {Wanted}, found {node.Describe()}",
                suggestion
            );
            return fallback;
        }
        decimal rounded = decimal.Round(ms.Value, MidpointRounding.AwayFromZero);
        bool isOff = ms == 0 && allowsZero;
        if (isOff || rounded is >= Limits.MinDurationMs and <= Limits.MaxDurationMs)
            return (long)rounded;
        string range =
            $"from {Limits.MinDurationMs}ms to {DurationText.Describe(Limits.MaxDurationMs)}";
        string zero = allowsZero ? "0 (off) or " : "above 0: ";
        section.Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be {zero}{range}, found {node.Describe()}"
        );
        return fallback;
    }

    public override void Write(Utf8JsonWriter json, long value, string? mask) =>
        json.WriteNumberValue(DurationText.ToSeconds(value));

    public override void WriteSchema(Utf8JsonWriter json) =>
        SchemaDefinitions.WriteReference(
            json,
            allowsZero ? SchemaDefinitions.DurationOrZero : SchemaDefinitions.Duration
        );
}
