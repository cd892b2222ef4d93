// A configuration on disk that is not the one in force, and why.
using System.Collections.Immutable;
using System.Globalization;

namespace Weir.Admin;

/// <summary>Kept from the first reload that failed to the next one that does not.</summary>
/// <param name="Since">When the first of the failed reloads was.</param>
/// <param name="How">What it is, such as <c>is invalid</c>.</param>
/// <param name="Problems">Of the last try; the first one is what it comes down to.</param>
public sealed record RejectedConfig(
    DateTimeOffset Since,
    string How,
    ImmutableArray<string> Problems
)
{
    /// <summary>That it is so, and since when, without the reason: problems quote the file, which may hold secrets.</summary>
    public string Headline(DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the file on disk {How} since {Since.UtcDateTime.ToString(Format(now), CultureInfo.InvariantCulture)} UTC"
        );

    /// <summary>The first problem, and how many more there are.</summary>
    public string Reason =>
        Problems.Length switch
        {
            0 => "",
            1 => Problems[0],
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{Problems[0]} (and {Problems.Length - 1} more)"
            ),
        };

    /// <summary>Where the first problem is, as FILE:LINE:COLUMN: error CODE; empty where it has no such form.</summary>
    public string Place
    {
        get
        {
            string first = Problems.IsEmpty ? "" : Problems[0];
            int word = first.IndexOf(": error ", StringComparison.Ordinal);
            int end = word < 0 ? -1 : first.IndexOf(':', word + 2);
            return end < 0 ? "" : first[..end];
        }
    }

    private string Format(DateTimeOffset now) =>
        now - Since < TimeSpan.FromHours(20) ? "HH:mm" : "yyyy-MM-dd HH:mm";
}
