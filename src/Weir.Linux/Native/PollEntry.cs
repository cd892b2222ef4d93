// struct pollfd of poll(2).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>One descriptor and what is asked about it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int Fd;
    internal short Events;
    internal short Returned;
}
