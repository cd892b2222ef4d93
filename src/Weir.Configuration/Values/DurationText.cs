// Durations as people write them: seconds as a number, or a text with a unit.

using System.Globalization;

namespace Weir.Configuration.Values;

/// <summary>Reads and writes durations.</summary>
public static class DurationText
{
    /// <summary>What a text must look like, as a regular expression for the schema.</summary>
    public const string Pattern = @"^(\d+(\.\d+)?|\.\d+)(ms|s|m|h)$";

    /// <summary>Takes <c>250ms</c>, <c>5s</c>, <c>2m</c>, <c>1.5h</c>; null when it is none of these.</summary>
    public static decimal? TryParseMs(string text)
    {
        int unitAt = text.AsSpan().IndexOfAnyInRange('a', 'z');
        if (unitAt <= 0)
            return null;
        decimal? unitMs = text[unitAt..] switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        bool isNumber = decimal.TryParse(
            text.AsSpan(0, unitAt),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal amount
        );
        // A number that no decimal holds is far past every limit already; the cap keeps the product from overflowing.
        return isNumber && text[unitAt - 1] != '.'
            ? Math.Min(amount, Limits.MaxDurationMs) * unitMs
            : null;
    }

    /// <summary>Seconds as a JSON number, exactly.</summary>
    public static decimal ToSeconds(long ms) => ms / 1000m;

    /// <summary>The shortest form with a unit, for messages.</summary>
    public static string Describe(long ms) =>
        ms switch
        {
            >= 3_600_000 when ms % 3_600_000 == 0 => $"{ms / 3_600_000}h",
            >= 1_000 when ms % 1_000 == 0 => $"{ms / 1_000}s",
            _ => $"{ms}ms",
        };
}
