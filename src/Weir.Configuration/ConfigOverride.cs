// One --set of the command line.

namespace Weir.Configuration;

/// <summary>A value that replaces, or is added to, what the file says.</summary>
/// <param name="Path">Keys joined by dots, list entries by number from 0: <c>listeners.0.mode</c>.</param>
/// <param name="Value">JSON; what is no JSON is taken as text.</param>
public sealed record ConfigOverride(string Path, string Value)
{
    /// <summary>Takes <c>path=value</c> apart at the first equals sign; null when there is no path or no sign.</summary>
    public static ConfigOverride? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        return sign <= 0 ? null : new ConfigOverride(text[..sign], text[(sign + 1)..]);
    }
}
