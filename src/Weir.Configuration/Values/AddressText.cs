// Takes addresses apart and says what is wrong with those that are none.

using System.Globalization;
using System.Net;
using System.Text;

namespace Weir.Configuration.Values;

/// <summary>An address, or why it is none.</summary>
/// <param name="Address">Null when there is an error.</param>
/// <param name="Error">One sentence; null when all is well.</param>
/// <param name="Suggestion">What was probably meant.</param>
internal readonly record struct AddressText(
    EndpointAddress? Address,
    string? Error,
    string? Suggestion
)
{
    private const string UnixPrefix = "unix:";

    /// <summary>Takes <c>host:port</c>, <c>[v6]:port</c>, and for backends <c>unix:/path</c> and <c>http://host:port/</c>.</summary>
    public static AddressText Parse(string text, AddressUse use)
    {
        if (AddressUrl.TryTake(text) is { } url)
            return url.Problem(use) is { } problem
                ? Wrong(problem, url.HasTls ? null : url.HostAndPort)
                : Parse(url.HostAndPort, use);
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return ParseUnix(text[UnixPrefix.Length..], use);
        int colon = text.LastIndexOf(':');
        if (HostText.TryParseIp(text) is not null && colon >= 0)
            return Wrong(
                $"\"{ShownText.Quote(text)}\" needs brackets around the IPv6 address, and a port",
                $"[{text}]:9000"
            );
        if (colon < 0)
            return Wrong(
                $"\"{ShownText.Quote(text)}\" has no port",
                text.Length > 0 ? $"{text}:9000" : null
            );
        string host = text[..colon];
        if (host.Length == 0)
            return Wrong($"\"{ShownText.Quote(text)}\" has no host", $"0.0.0.0{text}");
        if (use == AddressUse.Listen && string.Equals(host, "*", StringComparison.Ordinal))
            return Wrong(
                $"\"{ShownText.Quote(text)}\" has no host; every address is 0.0.0.0 or [::]",
                $"0.0.0.0{text[1..]}"
            );
        if (ParsePort(text[(colon + 1)..], use) is not { } port)
            return Wrong(
                $"the port in \"{ShownText.Quote(text)}\" must be {MinPort(use)} to {Limits.MaxPort}",
                null
            );
        bool isBare = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[');
        return isBare
            ? Wrong(
                $"\"{ShownText.Quote(text)}\" needs brackets around the IPv6 address",
                $"[{host}]:{port}"
            )
            : Join(host, port);
    }

    /// <summary>Takes a host, an IPv6 address with or without brackets, and a port that is in range.</summary>
    public static AddressText Join(string host, int port)
    {
        if (AddressUrl.TryTake(host) is { } url)
            return Wrong("\"host\" takes an IP address or a host name, not a URL", url.Host);
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        string inner = isBracketed ? host[1..^1] : host;
        IPAddress? ip = HostText.TryParseIp(inner);
        bool isV6 = ip is not null && inner.Contains(':', StringComparison.Ordinal);
        bool isGood = isBracketed ? isV6 : ip is not null || HostText.IsName(inner);
        return isGood
            ? new AddressText(EndpointAddress.FromHostAndPort(inner, port), null, null)
            : Wrong($"\"{ShownText.Quote(host)}\" is neither an IP address nor a host name", null);
    }

    public static int MinPort(AddressUse use) => use == AddressUse.Listen ? 0 : 1;

    private static AddressText ParseUnix(string path, AddressUse use)
    {
        if (use != AddressUse.Backend)
            return Wrong("a Unix socket is for backends only", null);
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
            return Wrong(
                $"\"{UnixPrefix}{ShownText.Quote(path)}\" needs an absolute path",
                $"{UnixPrefix}/{path}"
            );
        return Encoding.UTF8.GetByteCount(path) > Limits.MaxUnixPathBytes
            ? Wrong($"the path of a Unix socket has at most {Limits.MaxUnixPathBytes} bytes", null)
            : new AddressText(EndpointAddress.FromUnixPath(path), null, null);
    }

    private static int? ParsePort(string text, AddressUse use) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
        && port >= MinPort(use)
        && port <= Limits.MaxPort
            ? port
            : null;

    private static AddressText Wrong(string error, string? suggestion) =>
        new(null, error, suggestion);
}
