// struct epoll_event of epoll_event(3type) on x86-64, where the kernel packs it.
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EpollEventPacked
{
    internal uint Events;
    internal ulong Data;
}
