// struct io_uring_params of io_uring_setup(2).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>120 bytes: what is asked of a ring, and the kernel's answer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringParams
{
    internal uint SqEntries;
    internal uint CqEntries;
    internal uint Flags;
    internal uint SqThreadCpu;
    internal uint SqThreadIdle;
    internal uint Features;
    internal uint WorkQueueFd;
    internal uint Reserved0;
    internal uint Reserved1;
    internal uint Reserved2;
    internal UringSqOffsets Sq;
    internal UringCqOffsets Cq;
}
