// The load of a cluster as counted up to one moment.
namespace Weir.Proxy.Metrics;

/// <summary>Sums over all workers since the start; times in microseconds.</summary>
public readonly record struct ScalingSample(
    long AtUs,
    long Arrivals,
    long Placed,
    long Waits,
    long Refused,
    long InUseSumUs,
    long WaitingSumUs
)
{
    /// <summary>What came since <paramref name="earlier"/>.</summary>
    public ScalingSample Since(in ScalingSample earlier) =>
        new(
            AtUs - earlier.AtUs,
            Arrivals - earlier.Arrivals,
            Placed - earlier.Placed,
            Waits - earlier.Waits,
            Refused - earlier.Refused,
            InUseSumUs - earlier.InUseSumUs,
            WaitingSumUs - earlier.WaitingSumUs
        );
}
