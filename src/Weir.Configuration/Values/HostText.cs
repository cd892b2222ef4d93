// What counts as a host: an IP literal or a name.

using System.Net;
using System.Net.Sockets;

namespace Weir.Configuration.Values;

/// <summary>Tells IP literals and host names from mistakes.</summary>
internal static class HostText
{
    /// <summary>
    /// An IPv4 address in four decimal parts or an IPv6 address without brackets and zone. The shorter and octal forms
    /// that inet_aton(3) takes (127.1, 010.0.0.1) are refused: they mean different addresses to different programs.
    /// </summary>
    public static IPAddress? TryParseIp(string host)
    {
        if (
            host.Contains('%', StringComparison.Ordinal)
            || !IPAddress.TryParse(host, out IPAddress? address)
        )
            return null;
        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        if (isV6)
            return host.StartsWith('[') ? null : address;
        return string.Equals(address.ToString(), host, StringComparison.Ordinal) ? address : null;
    }

    /// <summary>
    /// RFC 1123, section 2.1, and underscores, which container networks use. A dot at the end says that the name is complete and no
    /// search domain is to be tried (RFC 1034, section 3.1).
    /// </summary>
    public static bool IsName(string host)
    {
        host = WithoutLastDot(host);
        string[] labels = host.Split('.');
        // Digits and dots alone are an address that went wrong, never a name.
        return host.Length is > 0 and <= Limits.MaxHostNameChars
            && Array.TrueForAll(labels, IsLabel)
            && !labels[^1].All(char.IsAsciiDigit);
    }

    /// <summary>The name as it stands in a Host field: the dot at the end is for resolvers alone.</summary>
    public static string WithoutLastDot(string host) => host.EndsWith('.') ? host[..^1] : host;

    /// <summary>A name, or <c>*.</c> and a name.</summary>
    public static bool IsPattern(string host) =>
        IsName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= Limits.MaxHostLabelChars
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
