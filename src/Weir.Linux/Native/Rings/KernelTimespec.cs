// struct __kernel_timespec.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>16 bytes on every architecture.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelTimespec
{
    internal long Seconds;
    internal long Nanoseconds;
}
