// Where a socket is bound or connected to: an IPv4 or IPv6 address with a port, or a Unix socket path.
// A value: compared, copied and kept in channels without allocation.
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Proxy.Primitives;

/// <summary>A transport address. IPv4 addresses stand in the low 32 bits of <see cref="Bits"/>, IPv6 in all 128, both in host order.</summary>
public readonly record struct SocketEndpoint(
    SocketFamily Family,
    UInt128 Bits,
    ushort Port,
    string? UnixPath
)
{
    /// <summary>The longest IP text with a port: <c>[8×4 hex digits and 7 colons]:65535</c>, with room for a mapped form.</summary>
    public const int MaxTextBytes = 64;

    public static SocketEndpoint FromUnixPath(string path) =>
        new(SocketFamily.Unix, default, 0, path);

    /// <summary>Makes an endpoint from an address; IPv4-mapped IPv6 addresses become IPv4.</summary>
    public static SocketEndpoint FromAddress(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new(
                SocketFamily.IPv4,
                BinaryPrimitives.ReadUInt32BigEndian(bytes),
                (ushort)port,
                null
            )
            : new(
                SocketFamily.IPv6,
                BinaryPrimitives.ReadUInt128BigEndian(bytes[..written]),
                (ushort)port,
                null
            );
    }

    /// <summary>The same endpoint on another port.</summary>
    public SocketEndpoint WithPort(int port) => this with { Port = (ushort)port };

    /// <summary>The address without its port; null for a Unix socket.</summary>
    public IPAddress? ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (Family)
        {
            case SocketFamily.IPv4:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Bits);
                return new IPAddress(bytes[..4]);
            case SocketFamily.IPv6:
                BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
                return new IPAddress(bytes);
            default:
                return null;
        }
    }

    /// <summary>Writes the address without port or brackets as ASCII; IPv4 takes no allocation. Returns the bytes written, 0 for a Unix socket.</summary>
    public int WriteAddress(Span<byte> destination)
    {
        if (Family == SocketFamily.IPv4)
        {
            uint bits = (uint)Bits;
            int at = WriteOctet(bits >> 24, destination);
            for (int shift = 16; shift >= 0; shift -= 8)
            {
                destination[at++] = (byte)'.';
                at += WriteOctet((bits >> shift) & 255, destination[at..]);
            }

            return at;
        }

        return ToIPAddress() is { } address && address.TryFormat(destination, out int written)
            ? written
            : 0;
    }

    // By hand: every request tells its backend the client's address.
    private static int WriteOctet(uint octet, Span<byte> destination)
    {
        int at = 0;
        if (octet >= 100)
        {
            destination[at++] = (byte)('0' + (octet / 100));
        }

        if (octet >= 10)
        {
            destination[at++] = (byte)('0' + (octet / 10 % 10));
        }

        destination[at++] = (byte)('0' + (octet % 10));
        return at;
    }

    /// <summary><c>host:port</c>, <c>[v6]:port</c> or <c>unix:/path</c>, as in config and logs.</summary>
    public override string ToString() =>
        Family switch
        {
            SocketFamily.IPv4 => $"{AddressText()}:{Port}",
            SocketFamily.IPv6 => $"[{AddressText()}]:{Port}",
            SocketFamily.Unix => UnixPath is null or "" ? "unix:" : $"unix:{UnixPath}",
            _ => "unknown",
        };

    private string AddressText()
    {
        Span<byte> text = stackalloc byte[MaxTextBytes];
        return Encoding.ASCII.GetString(text[..WriteAddress(text)]);
    }
}
