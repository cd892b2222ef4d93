// What one worker counts for one backend. One writer; the metrics thread reads.
namespace Weir.Proxy.Metrics;

/// <summary>Counters of one backend within one worker.</summary>
public sealed class BackendCounters
{
    /// <summary>By <see cref="AcquireResult"/>.</summary>
    public long[] Acquires { get; } = new long[3];

    /// <summary>By <see cref="EvictionReason"/>.</summary>
    public long[] Evictions { get; } = new long[4];

    /// <summary>By <see cref="ConnectResult"/>.</summary>
    public long[] Connects { get; } = new long[5];

    public void Count(AcquireResult result) => Acquires[(int)result]++;

    public void Count(EvictionReason reason) => Evictions[(int)reason]++;

    public void Count(ConnectResult result) => Connects[(int)result]++;
}
