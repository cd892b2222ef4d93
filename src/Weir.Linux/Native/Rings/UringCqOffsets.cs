// struct io_cqring_offsets of io_uring_setup(2).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>40 bytes: where the completion queue's fields lie in its mapping.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringCqOffsets
{
    internal uint Head;
    internal uint Tail;
    internal uint RingMask;
    internal uint RingEntries;
    internal uint Overflow;
    internal uint Cqes;
    internal uint Flags;
    internal uint Reserved;
    internal ulong UserAddress;
}
