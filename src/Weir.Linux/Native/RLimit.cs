// struct rlimit of getrlimit(2) on 64-bit Linux.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>A soft and a hard limit; ulong.MaxValue is RLIM_INFINITY.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RLimit
{
    internal ulong Current;
    internal ulong Maximum;
}
