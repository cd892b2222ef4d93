// Any socket address the product uses, as the kernel reads and writes it, and its way to and from SocketEndpoint.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Native;

/// <summary>A union of the address structs, as large as sockaddr_storage (128 bytes).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SockAddr
{
    [FieldOffset(0)]
    internal ushort Family;

    [FieldOffset(0)]
    internal SockAddrIn In;

    [FieldOffset(0)]
    internal SockAddrIn6 In6;

    [FieldOffset(0)]
    internal SockAddrUn Un;

    /// <summary>Fills this from an endpoint; false when it has no address or its path is too long. <paramref name="length"/> is in bytes.</summary>
    internal bool TrySet(in SocketEndpoint endpoint, out uint length)
    {
        this = default;
        switch (endpoint.Family)
        {
            case SocketFamily.IPv4:
                In.Family = Kernel.AF_INET;
                In.PortBigEndian = Swap(endpoint.Port);
                In.AddressBigEndian = Swap((uint)endpoint.Bits);
                length = 16;
                return true;
            case SocketFamily.IPv6:
                In6.Family = Kernel.AF_INET6;
                In6.PortBigEndian = Swap(endpoint.Port);
                BinaryPrimitives.WriteUInt128BigEndian(In6.Address, endpoint.Bits);
                length = 28;
                return true;
            case SocketFamily.Unix:
                Un.Family = Kernel.AF_UNIX;
                return TrySetPath(endpoint.UnixPath, out length);
            default:
                length = 0;
                return false;
        }
    }

    /// <summary>Reads what the kernel wrote, <paramref name="length"/> bytes. IPv4-mapped IPv6 addresses become IPv4 (RFC 4291 §2.5.5.2).</summary>
    internal readonly SocketEndpoint ToEndpoint(uint length)
    {
        switch (Family)
        {
            case Kernel.AF_INET:
                return new(
                    SocketFamily.IPv4,
                    Swap(In.AddressBigEndian),
                    Swap(In.PortBigEndian),
                    null
                );
            case Kernel.AF_INET6:
                UInt128 bits = BinaryPrimitives.ReadUInt128BigEndian(In6.Address);
                bool isMapped = bits >> 32 == 0xFFFF;
                return isMapped
                    ? new(SocketFamily.IPv4, (uint)bits, Swap(In6.PortBigEndian), null)
                    : new(SocketFamily.IPv6, bits, Swap(In6.PortBigEndian), null);
            case Kernel.AF_UNIX:
                // A peer that did not bind has a family and no path.
                return SocketEndpoint.FromUnixPath(length <= 2 ? "" : Path());
            default:
                return default;
        }
    }

    private static ushort Swap(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint Swap(uint value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private bool TrySetPath(string? path, out uint length)
    {
        length = 0;
        Span<byte> room = ((Span<byte>)Un.Path)[..^1]; // the last byte stays zero
        if (string.IsNullOrEmpty(path) || !Encoding.UTF8.TryGetBytes(path, room, out int pathBytes))
        {
            return false;
        }

        length = (uint)(2 + pathBytes + 1);
        return true;
    }

    private readonly string Path()
    {
        ReadOnlySpan<byte> bytes = Un.Path;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
