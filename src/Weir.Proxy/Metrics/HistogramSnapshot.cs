// The counts of a histogram at one moment, summed over workers.
using System.Collections.Immutable;

namespace Weir.Proxy.Metrics;

/// <summary>Durations by bucket.</summary>
/// <param name="Counts">By bucket of <see cref="Histogram.BoundsUs"/>, not cumulative; the last one takes what lies above.</param>
/// <param name="SumUs">Sum of all durations in microseconds.</param>
public sealed record HistogramSnapshot(ImmutableArray<long> Counts, long SumUs)
{
    /// <summary>All durations recorded.</summary>
    public long Count => Counts.Sum();
}
