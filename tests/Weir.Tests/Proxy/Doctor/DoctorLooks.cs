// Two looks at the counters of a cluster of two backends, 300 seconds apart, between which something happened to the first.
using System.Collections.Immutable;
using Weir.Proxy.Doctor;
using Weir.Proxy.Metrics;

namespace Weir.Tests.Proxy.Doctor;

internal static class DoctorLooks
{
    public static DoctorFacts Facts(
        bool isHealthy = true,
        long falls = 0,
        long overflow = 0,
        long stale = 0,
        int inUse = 0
    )
    {
        var history = new DoctorHistory();
        history.Add(Look(true, 1, 5, 5, inUse), 1000);
        return new DoctorFacts
        {
            Live = history.UpTo(Look(isHealthy, 1 + falls, 5 + overflow, 5 + stale, 0), 1300),
        };
    }

    public static MetricsSnapshot Look(
        bool isHealthy,
        long falls,
        long overflow,
        long stale,
        int inUse
    ) =>
        new MetricsCollector([], "1", "epoll").Collect() with
        {
            Backends =
            [
                Backend("h:1", isHealthy, falls, [overflow, 0, stale, 0], inUse),
                Backend("h:2", true, 0, [0, 0, 0, 0], 0),
            ],
        };

    private static BackendMetrics Backend(
        string address,
        bool isHealthy,
        long falls,
        ImmutableArray<long> evictions,
        int inUse
    ) =>
        new()
        {
            Cluster = "default",
            Address = address,
            InUse = inUse,
            Idle = 3,
            IsHealthy = isHealthy,
            ChecksSucceeded = 0,
            ChecksFailed = 0,
            TurnedHealthy = 0,
            TurnedUnhealthy = falls,
            Acquires = [0, 0, 0],
            Evictions = evictions,
            Connects = [0, 0, 0, 0, 0],
            Responses = [0, 0, 0, 0, 0],
            ResponseWaitUs = 0,
        };
}
