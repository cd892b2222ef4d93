// An address as the configuration wrote it, taken apart once. Its text is its identity in metrics,
// logs and the admin API, so it is kept as written.
using System.Globalization;

namespace Weir.Configuration.Values;

/// <summary>Where to listen or connect: an IP literal, a host name, or a Unix socket.</summary>
public sealed record EndpointAddress
{
    private EndpointAddress(EndpointKind kind, string host, int port, string text)
    {
        Kind = kind;
        Host = host;
        Port = port;
        Text = text;
    }

    public EndpointKind Kind { get; }

    /// <summary>The IP literal without brackets, the name, or the path of the Unix socket.</summary>
    public string Host { get; }

    /// <summary>0 to 65535; 0 for a Unix socket, and for "any free port" where that is allowed.</summary>
    public int Port { get; }

    /// <summary><c>host:port</c>, <c>[v6]:port</c> or <c>unix:/path</c>, as shown everywhere.</summary>
    public string Text { get; }

    /// <summary>The same as the host and port of a Host field, without the dot at the end of a complete name.</summary>
    public string Authority =>
        Kind == EndpointKind.HostName
            ? string.Create(CultureInfo.InvariantCulture, $"{HostText.WithoutLastDot(Host)}:{Port}")
            : Text;

    /// <summary>Takes a host (an IPv6 literal without brackets, or a name) and a port.</summary>
    public static EndpointAddress FromHostAndPort(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        EndpointKind kind = HostText.TryParseIp(host) is not null
            ? EndpointKind.Ip
            : EndpointKind.HostName;
        string text = host.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        return new EndpointAddress(kind, host, port, text);
    }

    /// <summary>Takes the path of a Unix stream socket.</summary>
    public static EndpointAddress FromUnixPath(string path) =>
        new(EndpointKind.Unix, path, 0, "unix:" + path);

    /// <summary>The same for all ways to write one address, so that duplicates are found; not for display.</summary>
    internal string Identity =>
        Kind switch
        {
            EndpointKind.Ip => FromHostAndPort($"{HostText.TryParseIp(Host)}", Port).Text,
            EndpointKind.HostName => Authority.ToUpperInvariant(),
            _ => Text,
        };

    public override string ToString() => Text;
}
