// Checks a Host value or an absolute-form authority (RFC 9110 §7.2, RFC 3986 §3.2): host and port, no userinfo.
using System.Buffers;
using System.Net;

namespace Weir.Protocol.Http;

internal static class Authority
{
    // The longest DNS name (RFC 1035 §2.3.4).
    private const int MaxHostBytes = 255;

    // unreserved, sub-delims and "%". The comma is left out: it is legal in a reg-name, but X-Forwarded-Host is read
    // as a list by many, and one host must not look like two.
    private static readonly SearchValues<byte> RegName = SearchValues.Create(
        "-._~!$&'()*+;=%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    private static readonly SearchValues<byte> Ipv6 = SearchValues.Create(
        "0123456789ABCDEFabcdef:."u8
    );

    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> port;
        if (text.StartsWith("["u8))
        {
            int close = text.IndexOf((byte)']');
            if (close < 0 || !IsIpv6(text[1..close]))
            {
                return false;
            }

            port = text[(close + 1)..];
        }
        else
        {
            int colon = text.IndexOf((byte)':');
            ReadOnlySpan<byte> host = colon < 0 ? text : text[..colon];
            if (host.IsEmpty || host.Length > MaxHostBytes || !IsRegName(host))
            {
                return false;
            }

            port = text[host.Length..];
        }

        return port.IsEmpty || (port[0] == ':' && IsPort(port[1..]));
    }

    // An empty port is legal (RFC 3986 §3.2.3) and means the scheme's own.
    private static bool IsPort(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > 5 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        int port = 0;
        foreach (byte digit in digits)
        {
            port = (port * 10) + (digit - '0');
        }

        return port <= ushort.MaxValue;
    }

    private static bool IsIpv6(ReadOnlySpan<byte> literal) =>
        literal.Contains((byte)':')
        && !literal.ContainsAnyExcept(Ipv6)
        && IPAddress.IsValidUtf8(literal);

    private static bool IsRegName(ReadOnlySpan<byte> host)
    {
        if (host.ContainsAnyExcept(RegName))
        {
            return false;
        }

        int percent = host.IndexOf((byte)'%');
        while (percent >= 0)
        {
            host = host[(percent + 1)..];
            if (
                host.Length < 2
                || !char.IsAsciiHexDigit((char)host[0])
                || !char.IsAsciiHexDigit((char)host[1])
            )
            {
                return false;
            }

            percent = host.IndexOf((byte)'%');
        }

        return true;
    }
}
