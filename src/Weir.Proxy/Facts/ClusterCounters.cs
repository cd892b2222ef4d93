// What one worker counts for one cluster. One writer; the metrics thread reads.
namespace Weir.Proxy.Facts;

/// <summary>Counters of one cluster within one worker; number 0 stands for "no cluster" (no route was found).</summary>
public sealed class ClusterCounters
{
    /// <summary>By <see cref="FailureCode"/>.</summary>
    public long[] Failures { get; } = new long[FailureCodes.Count];

    /// <summary>By <see cref="FailureCode"/> of the try that failed.</summary>
    public long[] Retries { get; } = new long[FailureCodes.Count];

    public Histogram RequestDuration { get; } = new();

    public Histogram ConnectDuration { get; } = new();

    public LoadCounters Load { get; } = new();
}
