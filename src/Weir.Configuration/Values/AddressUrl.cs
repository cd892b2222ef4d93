// An address that was given as a URL, as other balancers take their backends.

namespace Weir.Configuration.Values;

/// <summary>A URL, taken apart as far as an address needs it; RFC 3986, section 3.</summary>
internal readonly record struct AddressUrl
{
    private const string Separator = "://";

    private AddressUrl(string text, int separator)
    {
        Text = text;
        Scheme = text[..separator].ToLowerInvariant();
        string rest = text[(separator + Separator.Length)..];
        int end = rest.IndexOfAny(['/', '?', '#']);
        string authority = end < 0 ? rest : rest[..end];
        int at = authority.LastIndexOf('@');
        HasUser = at >= 0;
        HasPath = end >= 0 && !string.Equals(rest[end..], "/", StringComparison.Ordinal);
        string place = authority[(at + 1)..];
        int colon = place.LastIndexOf(':');
        bool hasPort = colon > place.LastIndexOf(']');
        Host = hasPort ? place[..colon] : place;
        HostAndPort =
            hasPort ? place
            : HasTls ? $"{place}:443"
            : $"{place}:80";
    }

    public string Host { get; }

    /// <summary>With the port of the scheme where it names none.</summary>
    public string HostAndPort { get; }

    public bool HasTls => Scheme is "https" or "tls" or "ssl";

    private string Text { get; }

    private string Scheme { get; }

    private bool HasUser { get; }

    private bool HasPath { get; }

    /// <summary>Null for what is no URL.</summary>
    public static AddressUrl? TryTake(string text) =>
        text.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var separator
        && text[..separator].All(IsOfScheme)
            ? new AddressUrl(text, separator)
            : null;

    /// <summary>Why it is no address for that use; null when it is as good as host and port.</summary>
    public string? Problem(AddressUse use) =>
        // A password appears in no message.
        HasUser ? "an address is host:port, without a user name or password"
        : use != AddressUse.Backend
            ? $"\"{ShownText.Quote(Text)}\" is a URL; an address to listen at is host:port"
        : HasTls
            ? $"\"{ShownText.Quote(Text)}\" asks for TLS to a backend, which is not there yet; plain HTTP is http://host:port or host:port"
        : HasPath
            ? $"\"{ShownText.Quote(Text)}\" has a path; a backend is host:port, and each request keeps the path that it came with"
        : Scheme is not ("http" or "tcp")
            ? $"\"{ShownText.Quote(Text)}\" is a URL of {ShownText.Quote(Scheme)}; a backend is host:port, [v6]:port or unix:/path"
        : null;

    private static bool IsOfScheme(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.';
}
