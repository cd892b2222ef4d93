// Durations of all requests and of each cluster's by bucket, and the percentiles that follow from what was added between two moments.
using Weir.Admin.Views.Live;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Counts since the start, summed over clusters and by cluster.</summary>
internal sealed class LatencyCounts
{
    private readonly HistogramSnapshot _sum;

    private readonly Dictionary<string, HistogramSnapshot> _clusters;

    private LatencyCounts(HistogramSnapshot sum, Dictionary<string, HistogramSnapshot> clusters)
    {
        _sum = sum;
        _clusters = clusters;
    }

    public static LatencyCounts Of(MetricsSnapshot snapshot)
    {
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        foreach (ClusterMetrics cluster in snapshot.Clusters)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += cluster.RequestDuration.Counts[i];
            }
        }

        return new(
            new HistogramSnapshot([.. counts], 0),
            snapshot.Clusters.ToDictionary(
                c => c.Name,
                c => c.RequestDuration,
                StringComparer.Ordinal
            )
        );
    }

    /// <summary>Percentiles of what came after <paramref name="older"/>; null when nothing did.</summary>
    public LatencyView? Since(LatencyCounts older) =>
        // A cluster that left the config took its counts along: less than before is none.
        ViewOf(_sum.Since(older._sum));

    /// <summary>The same of one cluster.</summary>
    public LatencyView? Since(LatencyCounts older, string cluster) =>
        _clusters.TryGetValue(cluster, out HistogramSnapshot? counts)
            ? ViewOf(counts.Since(older._clusters.GetValueOrDefault(cluster)))
            : null;

    private static LatencyView? ViewOf(HistogramSnapshot added) =>
        added.QuantileMs(0.50) is not { } p50
            ? null
            : new LatencyView(p50, added.QuantileMs(0.90)!.Value, added.QuantileMs(0.99)!.Value); // of as many
}
