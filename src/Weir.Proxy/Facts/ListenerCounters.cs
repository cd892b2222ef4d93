// What one worker counts for one listener. One writer; the metrics thread reads.
namespace Weir.Proxy.Facts;

/// <summary>Counters of one listener within one worker.</summary>
public sealed class ListenerCounters
{
    private long[] _responses = new long[ClassCount];

    /// <summary>1xx to 5xx.</summary>
    public const int ClassCount = 5;

    /// <summary>Client connections open now.</summary>
    public long Active;

    /// <summary>Requests under way: from their first byte to the end of their response, or of the tunnel they became.</summary>
    public long ActiveRequests;

    /// <summary>Counts one response of <paramref name="statusCode"/> (100 to 599) for a cluster's number, 0 for none.</summary>
    public void CountResponse(int clusterId, int statusCode) =>
        _responses[(clusterId * ClassCount) + (statusCode / 100) - 1]++;

    /// <summary>Responses so far for a cluster's number and a class index (0 = 1xx).</summary>
    public long Responses(int clusterId, int classIndex)
    {
        long[] responses = Volatile.Read(ref _responses);
        int index = (clusterId * ClassCount) + classIndex;
        return index < responses.Length ? Volatile.Read(ref responses[index]) : 0;
    }

    internal void EnsureClusters(int clusterCount)
    {
        if (clusterCount * ClassCount > _responses.Length)
        {
            long[] larger = new long[clusterCount * ClassCount];
            _responses.CopyTo(larger, 0);
            Volatile.Write(ref _responses, larger);
        }
    }
}
