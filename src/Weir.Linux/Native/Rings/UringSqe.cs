// struct io_uring_sqe of io_uring_enter(2): one operation on its way to the kernel.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>64 bytes; the fields that this program uses of the kernel's unions.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct UringSqe
{
    [FieldOffset(0)]
    internal byte Opcode;

    [FieldOffset(1)]
    internal byte Flags;

    [FieldOffset(2)]
    internal ushort IoPriority;

    [FieldOffset(4)]
    internal int Fd;

    [FieldOffset(16)]
    internal ulong Address;

    [FieldOffset(24)]
    internal uint Length;

    /// <summary>msg_flags, poll32_events, accept_flags or cancel_flags, by the operation.</summary>
    [FieldOffset(28)]
    internal uint OperationFlags;

    [FieldOffset(32)]
    internal ulong UserData;

    [FieldOffset(40)]
    internal ushort BufferGroup;
}
