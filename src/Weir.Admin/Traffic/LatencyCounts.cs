// Durations of all requests by bucket, and the percentiles that follow from what was added between two moments.
using Weir.Admin.Views;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Counts since the start, summed over clusters.</summary>
internal sealed class LatencyCounts
{
    private readonly long[] _counts = new long[Histogram.BoundsUs.Length + 1];

    public static LatencyCounts Of(MetricsSnapshot snapshot)
    {
        var sums = new LatencyCounts();
        foreach (ClusterMetrics cluster in snapshot.Clusters)
        {
            for (int i = 0; i < sums._counts.Length; i++)
            {
                sums._counts[i] += cluster.RequestDuration.Counts[i];
            }
        }

        return sums;
    }

    /// <summary>Percentiles of what came after <paramref name="older"/>; null when nothing did.</summary>
    public LatencyView? Since(LatencyCounts older)
    {
        // A cluster that left the config took its counts along: less than before is none.
        long[] added = [.. _counts.Zip(older._counts, (now, then) => long.Max(0, now - then))];
        long total = added.Sum();
        return total == 0
            ? null
            : new LatencyView(
                PercentileMs(added, total, 0.50),
                PercentileMs(added, total, 0.90),
                PercentileMs(added, total, 0.99)
            );
    }

    // Within a bucket durations are taken as evenly spread; above the last bound there is nothing to go by but that bound.
    private static double PercentileMs(long[] counts, long total, double quantile)
    {
        ReadOnlySpan<long> boundsUs = Histogram.BoundsUs;
        double rank = quantile * total;
        long below = 0;
        for (int i = 0; i < boundsUs.Length; i++)
        {
            if (below + counts[i] >= rank && counts[i] > 0)
            {
                double fromUs = i == 0 ? 0 : boundsUs[i - 1];
                double share = (rank - below) / counts[i];
                return double.Round((fromUs + ((boundsUs[i] - fromUs) * share)) / 1000, 3);
            }

            below += counts[i];
        }

        return boundsUs[^1] / 1000.0;
    }
}
