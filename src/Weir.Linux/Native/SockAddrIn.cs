// struct sockaddr_in of ip(7).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>An IPv4 address and port, both in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrIn
{
    internal ushort Family;
    internal ushort PortBigEndian;
    internal uint AddressBigEndian;
    internal ulong Zero;
}
