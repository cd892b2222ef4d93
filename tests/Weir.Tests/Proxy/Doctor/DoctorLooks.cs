// Looks at the counters of a cluster of two backends over 300 seconds, in which something happened to the first.
using System.Collections.Immutable;
using Weir.Proxy.Doctor;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Tests.Proxy.Doctor;

internal static class DoctorLooks
{
    /// <summary>Facts of one look at the start and one at the end.</summary>
    public static DoctorFacts Facts(
        bool isHealthy = true,
        long falls = 0,
        long overflow = 0,
        int inUse = 0,
        long refused = 0,
        long served = 0,
        bool isWarmPaused = false
    ) =>
        Over(
            new Figures
            {
                Falls = 1,
                Overflow = 5,
                InUse = inUse,
            },
            new Figures
            {
                IsHealthy = isHealthy,
                Falls = 1 + falls,
                Overflow = 5 + overflow,
                RequestsRefused = refused,
                Acquires = served,
                IsWarmPaused = isWarmPaused,
            }
        );

    /// <summary>Facts of these looks, evenly apart.</summary>
    public static DoctorFacts Over(params Figures[] looks)
    {
        var history = new DoctorHistory();
        for (int i = 0; i < looks.Length - 1; i++)
        {
            history.Add(Look(looks[i]), 1000 + (300.0 * i / (looks.Length - 1)));
        }

        return new DoctorFacts { Live = history.UpTo(Look(looks[^1]), 1300) };
    }

    public static MetricsSnapshot Look(Figures first)
    {
        MetricsSnapshot empty = new MetricsCollector([], "1", "epoll").Collect();
        long[] failures = new long[Enum.GetValues<FailureCode>().Length];
        failures[(int)FailureCode.ConnectionLimitReached] = first.RequestsRefused;
        return empty with
        {
            Clusters =
            [
                new ClusterMetrics
                {
                    Name = "default",
                    Failures = [.. failures],
                    Retries = [.. failures.Select(_ => 0L)],
                    RequestDuration = new HistogramSnapshot([], 0),
                    ConnectDuration = new HistogramSnapshot([], 0),
                },
            ],
            Backends = [Backend("h:1", first), Backend("h:2", new Figures())],
        };
    }

    private static BackendMetrics Backend(string address, Figures figures) =>
        new()
        {
            Cluster = "default",
            Address = address,
            InUse = figures.InUse,
            Idle = 3,
            IsHealthy = figures.IsHealthy,
            IsWarmPaused = figures.IsWarmPaused,
            ChecksSucceeded = 0,
            ChecksFailed = 0,
            TurnedHealthy = 0,
            TurnedUnhealthy = figures.Falls,
            Acquires = [figures.Acquires, 0, 0],
            Evictions = ImmutableArray.Create(figures.Overflow, 0, figures.Stale, 0),
            Connects = [0, figures.ConnectsRefused, 0, 0, 0],
            Responses = [0, 0, 0, 0, 0],
            ResponseTime = new(new long[Histogram.BoundsUs.Length + 1].ToImmutableArray(), 0),
        };

    /// <summary>What one look sees of the first backend and its cluster.</summary>
    internal sealed record Figures
    {
        public bool IsHealthy { get; init; } = true;
        public long Falls { get; init; }
        public long Overflow { get; init; }
        public long Stale { get; init; }
        public int InUse { get; init; }
        public long Acquires { get; init; }
        public long ConnectsRefused { get; init; }
        public long RequestsRefused { get; init; }
        public bool IsWarmPaused { get; init; }
    }
}
