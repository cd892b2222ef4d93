// struct sockaddr_in6 of ipv6(7).
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>An IPv6 address and port, both in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrIn6
{
    internal ushort Family;
    internal ushort PortBigEndian;
    internal uint FlowInfo;
    internal Bytes16 Address;
    internal uint ScopeId;

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }
}
