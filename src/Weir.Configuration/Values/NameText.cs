// The names that listeners and clusters may have.

namespace Weir.Configuration.Values;

/// <summary>
/// HAProxy's alphabet. A slash is out because <c>CLUSTER/BACKEND</c> is taken apart at the first one; the rest keeps
/// names readable in metrics, logs and addresses of the admin API.
/// </summary>
internal static class NameText
{
    /// <summary>The alphabet as a regular expression for the schema.</summary>
    public const string Pattern = "^[A-Za-z0-9_.:-]+$";

    /// <summary>A token of RFC 9110, section 5.6.2.</summary>
    public static bool IsToken(string name) =>
        name.Length is > 0 and <= Limits.MaxNameChars
        && name.All(static c =>
            char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)
        );

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Limits.MaxNameChars
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
}
