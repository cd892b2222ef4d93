// What one worker counts for one backend. One writer; the metrics thread reads.
namespace Weir.Proxy.Facts;

/// <summary>Counters of one backend within one worker.</summary>
public sealed class BackendCounters
{
    /// <summary>By <see cref="AcquireResult"/>.</summary>
    public long[] Acquires { get; } = new long[3];

    /// <summary>By <see cref="EvictionReason"/>.</summary>
    public long[] Evictions { get; } = new long[4];

    /// <summary>By <see cref="ConnectResult"/>.</summary>
    public long[] Connects { get; } = new long[5];

    /// <summary>Final http responses by class, 1xx to 5xx.</summary>
    public long[] Responses { get; } = new long[5];

    /// <summary>From sending a request to the head of its response.</summary>
    public Histogram ResponseTime { get; } = new();

    public void CountResponse(int status, long waitUs)
    {
        Responses[int.Clamp(status / 100, 1, 5) - 1]++;
        ResponseTime.Record(waitUs);
    }

    public void Count(AcquireResult result) => Acquires[(int)result]++;

    public void Count(EvictionReason reason) => Evictions[(int)reason]++;

    public void Count(ConnectResult result) => Connects[(int)result]++;
}
