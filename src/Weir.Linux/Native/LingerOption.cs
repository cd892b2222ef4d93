// struct linger of socket(7).
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>The value of SO_LINGER; on with zero seconds makes close(2) send RST.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LingerOption
{
    internal int IsOn;
    internal int Seconds;
}
