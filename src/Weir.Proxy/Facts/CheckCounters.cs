// What the health checks count for the metrics; the results of checks are counted by each backend. Owned by the MetricsCollector.
namespace Weir.Proxy.Facts;

/// <summary>Counters of all health checks; any thread.</summary>
public sealed class CheckCounters
{
    private long _defects;

    /// <summary>Checks that a defect of our own has cost.</summary>
    public long Defects => Volatile.Read(ref _defects);

    public void CountDefect() => Interlocked.Increment(ref _defects);
}
