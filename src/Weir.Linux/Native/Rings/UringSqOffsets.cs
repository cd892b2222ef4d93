// struct io_sqring_offsets of io_uring_setup(2).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>40 bytes: where the submission queue's fields lie in its mapping.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringSqOffsets
{
    internal uint Head;
    internal uint Tail;
    internal uint RingMask;
    internal uint RingEntries;
    internal uint Flags;
    internal uint Dropped;
    internal uint Array;
    internal uint Reserved;
    internal ulong UserAddress;
}
