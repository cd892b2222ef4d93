// Loopback addresses for test servers. Each server has an address of its own: no ephemeral port of another socket can take its port
// while it is down.
using System.Net;

namespace Weir.SystemTests.Support;

public static class LoopbackAddress
{
    private static int s_next;

    /// <summary>An address in 127.64.0.0/10 that this test run has not used; its high bits differ between test processes.</summary>
    public static IPAddress Next()
    {
        int number = Interlocked.Increment(ref s_next);
        int seed = Environment.ProcessId * 1021;
        return new IPAddress([
            127,
            (byte)(64 + (seed >> 8 & 63)),
            (byte)(seed + (number >> 8)),
            (byte)(1 + (number & 127)),
        ]);
    }
}
