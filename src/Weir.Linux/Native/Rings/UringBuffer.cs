// struct io_uring_buf of io_uring_register(2): one provided buffer.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>16 bytes. In the first entry of a ring the last field is the ring's tail.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringBuffer
{
    internal ulong Address;
    internal uint Length;
    internal ushort Id;
    internal ushort Tail;
}
