// JSON numbers, read exactly.

using System.Globalization;

namespace Weir.Configuration.Values;

/// <summary>Reads numbers in JSON's grammar, RFC 8259, section 6.</summary>
internal static class NumberText
{
    private const NumberStyles JsonStyle =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Null for what is no number. One too large for a decimal becomes its largest or smallest value.</summary>
    public static decimal? TryParse(string text)
    {
        if (decimal.TryParse(text, JsonStyle, CultureInfo.InvariantCulture, out decimal value))
            return value;
        if (
            !double.TryParse(text, JsonStyle, CultureInfo.InvariantCulture, out double rough)
            || double.IsNaN(rough)
        )
            return null;
        return rough < 0 ? decimal.MinValue : decimal.MaxValue;
    }
}
