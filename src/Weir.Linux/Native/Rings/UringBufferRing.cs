// struct io_uring_buf_reg of io_uring_register(2): registers a ring of provided buffers.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringBufferRing
{
    internal ulong RingAddress;
    internal uint RingEntries;
    internal ushort GroupId;
    internal ushort Flags;
    internal ulong Reserved0;
    internal ulong Reserved1;
    internal ulong Reserved2;
}
