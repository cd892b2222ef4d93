// Recognises a configuration of another program, or in another notation, that was given in place of ours: "expected a value" helps
// nobody whose file is YAML.
using System.Text.RegularExpressions;

namespace Weir.Configuration.Source;

/// <summary>Looks at the first lines of a text that is no JSON.</summary>
internal static partial class ForeignFormat
{
    private const string Ours = "weir reads JSON with comments";

    /// <summary>Enough for a head of comments to be behind; a guess from further down would be no better.</summary>
    private const int MostLines = 40;

    /// <summary>One sentence that says what it looks like; null when it looks like nothing known.</summary>
    public static string? Recognise(string text)
    {
        string[] lines =
        [
            .. text.Split('\n')
                .Select(line => line.TrimEnd())
                .Where(line => line.Length > 0 && !line.TrimStart().StartsWith('#'))
                .Take(MostLines),
        ];
        return lines.Length == 0 || lines[0].TrimStart().StartsWith("//", StringComparison.Ordinal)
                ? null
            : Any(lines, Nginx())
                ? $"this looks like a configuration of nginx; {Ours} (docs/migrate-nginx.md shows how one becomes the other)"
            : Any(lines, HAProxy())
                ? $"this looks like a configuration of HAProxy; {Ours} (docs/migrate-haproxy.md shows how one becomes the other)"
            : Any(lines, Caddy()) ? $"this looks like a Caddyfile; {Ours}"
            : Any(lines, Xml()) ? $"this looks like XML; {Ours}"
            : lines[0].TrimStart().StartsWith('{') ? null
            : Any(lines, Toml()) ? $"this looks like TOML; {Ours}"
            : Any(lines, Yaml()) ? $"this looks like YAML; {Ours}"
            : null;
    }

    private static bool Any(string[] lines, Regex pattern) => Array.Exists(lines, pattern.IsMatch);

    // A block of its own words, or one of its directives up to the semicolon.
    [GeneratedRegex(
        @"^\s*((http|events|server|upstream\s+\S+|location\s+.*\S)\s*\{|(user|worker_processes|pid|include|error_log|proxy_pass|listen)\s[^:={]*;)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Nginx();

    [GeneratedRegex(
        @"^(global|defaults|(frontend|backend|listen|defaults)\s+[\w.:-]+(\s+\S+)*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HAProxy();

    [GeneratedRegex(
        @"^(\s*(reverse_proxy|root|file_server|encode|respond|handle_path)(\s[^:=]\S*.*)?$|[\w*.:/-]*(:\d+|\.[a-z]{2,})(,\s*\S+)*\s*\{$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Caddy();

    [GeneratedRegex(
        @"^\s*<[?!\w]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Xml();

    [GeneratedRegex(
        @"^\s*(\[\[?[\w.""-]+\]\]?$|[\w.""-]+\s*=\s*\S)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Toml();

    [GeneratedRegex(
        @"^(---|%YAML|\s*-\s+\S|\s*[\w.-]+:(\s|$))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Yaml();
}
