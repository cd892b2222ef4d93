// The statuses that a health check expects: "200", "200-399", "200-299,404".

using System.Collections.Immutable;
using System.Globalization;

namespace Weir.Configuration.Values;

/// <summary>Reads and writes lists of status ranges.</summary>
internal static class StatusRangesText
{
    /// <summary>Null when it is no list of statuses.</summary>
    public static ImmutableArray<StatusRange>? TryParse(string text)
    {
        ImmutableArray<StatusRange>.Builder ranges = ImmutableArray.CreateBuilder<StatusRange>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (
                ends.Length > 2
                || ParseStatus(ends[0]) is not { } first
                || ParseStatus(ends[^1]) is not { } last
            )
                return null;
            if (last < first)
                return null;
            ranges.Add(new StatusRange(first, last));
        }
        return ranges.ToImmutable();
    }

    public static string Format(ImmutableArray<StatusRange> ranges) => string.Join(',', ranges);

    private static int? ParseStatus(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
        && status is >= Limits.MinStatus and <= Limits.MaxStatus
            ? status
            : null;
}
