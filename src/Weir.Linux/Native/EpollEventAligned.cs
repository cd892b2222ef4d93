// struct epoll_event of epoll_event(3type) on every architecture but x86-64.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>16 bytes; the data is aligned to 8.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EpollEventAligned
{
    internal uint Events;
    internal ulong Data;
}
