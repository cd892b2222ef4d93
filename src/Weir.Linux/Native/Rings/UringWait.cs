// struct io_uring_getevents_arg of io_uring_enter(2): how long to wait.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>24 bytes. The timeout is the address of a <see cref="KernelTimespec"/>, or 0 to wait for ever.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringWait
{
    internal ulong SignalMask;
    internal uint SignalMaskBytes;
    internal uint Reserved;
    internal ulong TimeoutAddress;
}
