// Brings the host of a request and the host of a route into one form, so that they can be compared byte by byte.
using System.Text;

namespace Weir.Proxy.Routing;

/// <summary>Normalizes hosts: lower case, without port, brackets and trailing dot.</summary>
internal static class HostName
{
    /// <summary>The longest DNS name (RFC 1035 §2.3.4); longer hosts match no name.</summary>
    public const int MaxBytes = 255;

    /// <summary>
    /// Writes the normal form of <paramref name="host"/>, at most <see cref="MaxBytes"/>, and returns it; empty when there is none
    /// (no host, too long, or beyond ASCII).
    /// </summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> host, Span<byte> buffer)
    {
        host = WithoutPort(host);
        if (host.EndsWith("."u8))
        {
            host = host[..^1];
        }

        // ToLower refuses what is not ASCII; such bytes are in no valid host.
        return
            host.Length <= MaxBytes
            && Ascii.ToLower(host, buffer, out int written) == System.Buffers.OperationStatus.Done
            ? buffer[..written]
            : default;
    }

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host)
    {
        if (host.StartsWith("["u8))
        {
            int close = host.IndexOf((byte)']');
            return close < 0 ? host : host[1..close];
        }

        // More than one colon outside brackets is a bare IPv6 address, as a route may write it.
        int colon = host.IndexOf((byte)':');
        return colon < 0 || host[(colon + 1)..].Contains((byte)':') ? host : host[..colon];
    }
}
