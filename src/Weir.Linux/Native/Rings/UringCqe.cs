// struct io_uring_cqe of io_uring_enter(2): what came of an operation.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>16 bytes. The result is that of the system call, or -errno.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct UringCqe
{
    internal readonly ulong UserData;
    internal readonly int Result;
    internal readonly uint Flags;

    /// <summary>The operation goes on and will complete again.</summary>
    internal bool IsMoreToCome => (Flags & IoUring.IORING_CQE_F_MORE) != 0;

    /// <summary>The provided buffer that the kernel filled, or -1.</summary>
    internal int BufferId =>
        (Flags & IoUring.IORING_CQE_F_BUFFER) != 0
            ? (int)(Flags >> IoUring.IORING_CQE_BUFFER_SHIFT)
            : -1;
}
