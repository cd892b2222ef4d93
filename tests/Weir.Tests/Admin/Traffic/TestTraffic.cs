// Snapshots of counters for tests of what follows from two of them.

using Weir.Proxy.Facts;

namespace Weir.Tests.Admin.Traffic;

internal static class TestTraffic
{
    /// <summary>Counts <paramref name="times"/> requests of a status and duration, served by the one backend on pooled connections.</summary>
    public static void Serve(
        TestMetrics metrics,
        int times,
        int status = 200,
        long durationUs = 1_000
    )
    {
        for (int i = 0; i < times; i++)
        {
            metrics.Worker.CountResponse(metrics.Cluster, 0, status);
            metrics.Cluster.RequestDuration.Record(durationUs);
            metrics.BackendCounters.Count(AcquireResult.Reused);
            metrics.BackendCounters.CountResponse(status, durationUs);
        }
    }
}
