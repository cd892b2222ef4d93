// The counts of a histogram at one moment, summed over workers.
using System.Collections.Immutable;

namespace Weir.Proxy.Facts;

/// <summary>Durations by bucket.</summary>
/// <param name="Counts">By bucket of <see cref="Histogram.BoundsUs"/>, not cumulative; the last one takes what lies above.</param>
/// <param name="SumUs">Sum of all durations in microseconds.</param>
public sealed record HistogramSnapshot(ImmutableArray<long> Counts, long SumUs)
{
    /// <summary>All durations recorded.</summary>
    public long Count => Counts.Sum();

    /// <summary>What was recorded after <paramref name="older"/>; a histogram that began anew in between has nothing below zero.</summary>
    public HistogramSnapshot Since(HistogramSnapshot? older) =>
        older is null
            ? this
            : new(
                [.. Counts.Zip(older.Counts, static (now, then) => long.Max(0, now - then))],
                long.Max(0, SumUs - older.SumUs)
            );

    /// <summary>In milliseconds; null of nothing. Within a bucket durations are taken as evenly spread; above the last bound there is
    /// nothing to go by but that bound.</summary>
    public double? QuantileMs(double quantile)
    {
        long total = Count;
        if (total == 0)
        {
            return null;
        }

        ReadOnlySpan<long> boundsUs = Histogram.BoundsUs;
        double rank = quantile * total;
        long below = 0;
        for (int i = 0; i < boundsUs.Length; i++)
        {
            if (below + Counts[i] >= rank && Counts[i] > 0)
            {
                double fromUs = i == 0 ? 0 : boundsUs[i - 1];
                double share = (rank - below) / Counts[i];
                return double.Round((fromUs + ((boundsUs[i] - fromUs) * share)) / 1000, 3);
            }

            below += Counts[i];
        }

        return boundsUs[^1] / 1000.0;
    }
}
