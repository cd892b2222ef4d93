// Snapshots of counters for tests of what follows from two of them.

using Weir.Proxy.Facts;

namespace Weir.Tests.Admin.Traffic;

internal static class TestTraffic
{
    /// <summary>Counts <paramref name="times"/> requests of a status and duration, served by the one backend on pooled connections.</summary>
    public static void Serve(
        WorkerCounters worker,
        int times,
        int status = 200,
        long durationUs = 1_000
    )
    {
        for (int i = 0; i < times; i++)
        {
            worker.Listener(0).CountResponse(1, status);
            worker.Cluster(1).RequestDuration.Record(durationUs);
            worker.Backend(0).Count(AcquireResult.Reused);
            worker.Backend(0).CountResponse(status, durationUs);
        }
    }
}
