// struct io_uring_rsrc_update of io_uring_register(2), as IORING_REGISTER_RING_FDS takes it.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>16 bytes. The kernel writes the ring's index into the offset.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringRingFd
{
    internal uint Offset;
    internal uint Reserved;
    internal ulong Fd;
}
