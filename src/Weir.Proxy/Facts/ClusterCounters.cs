// What one worker counts for one cluster. One writer; the metrics thread reads.
namespace Weir.Proxy.Facts;

/// <summary>Counters of one cluster within one worker, or of what came to no cluster (no route was found).</summary>
public sealed class ClusterCounters
{
    /// <summary>Classes of responses: 1xx to 5xx.</summary>
    public const int ClassCount = 5;

    private long[] _responses = [];

    /// <summary>By <see cref="FailureCode"/>.</summary>
    public long[] Failures { get; } = new long[FailureCodes.Count];

    /// <summary>By <see cref="FailureCode"/> of the try that failed.</summary>
    public long[] Retries { get; } = new long[FailureCodes.Count];

    public Histogram RequestDuration { get; } = new();

    public Histogram ConnectDuration { get; } = new();

    public LoadCounters Load { get; } = new();

    /// <summary>Counts one response of <paramref name="statusCode"/> (100 to 599) that a listener, by its number, sent for this cluster.</summary>
    public void CountResponse(int listenerId, int statusCode)
    {
        int index = (listenerId * ClassCount) + (statusCode / 100) - 1;
        if (index >= _responses.Length)
        {
            MakeRoom((listenerId + 1) * ClassCount);
        }

        _responses[index]++;
    }

    /// <summary>Responses so far by a listener's number and a class index (0 = 1xx).</summary>
    public long Responses(int listenerId, int classIndex)
    {
        long[] responses = Volatile.Read(ref _responses);
        int index = (listenerId * ClassCount) + classIndex;
        return index < responses.Length ? Volatile.Read(ref responses[index]) : 0;
    }

    private void MakeRoom(int length)
    {
        long[] larger = new long[length];
        _responses.CopyTo(larger, 0);
        Volatile.Write(ref _responses, larger);
    }
}
