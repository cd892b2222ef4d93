// struct sockaddr_un of unix(7).
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>A Unix socket's path, ended by a zero byte.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrUn
{
    internal const int MaxPathBytes = 108;

    internal ushort Family;
    internal Bytes108 Path;

    [InlineArray(MaxPathBytes)]
    internal struct Bytes108
    {
        private byte _first;
    }
}
