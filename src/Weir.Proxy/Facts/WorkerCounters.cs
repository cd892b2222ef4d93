// What one worker counts: plain stores by its thread, volatile reads by the metrics thread, so that counting costs an addition.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Facts;

/// <summary>
/// One worker's counters beside those of clusters and backends, which come and go: these are found at their living states, and vanish with
/// them. What was counted of all of them is summed here too, so that totals never fall.
/// </summary>
public sealed class WorkerCounters
{
    private ListenerCounters[] _listeners = [];

    /// <summary>Bytes of client sockets.</summary>
    public ByteMeter ClientBytes { get; } = new();

    /// <summary>Client connections open now.</summary>
    public long ActiveConnections;

    /// <summary>Final http responses (2xx to 5xx) since the start, of clusters that left too.</summary>
    public long TotalResponses;

    /// <summary>Failures since the start, of clusters that left too.</summary>
    public long TotalFailures;

    /// <summary>By <see cref="TimeoutKind"/>.</summary>
    public long[] Timeouts { get; } = new long[5];

    /// <summary>Connections and requests turned away since the loop lagged.</summary>
    public long Shed;

    /// <summary>Sessions and connections that a defect of our own has cost.</summary>
    public long InternalErrors;

    /// <summary>Bytes that went from socket to socket through pipes.</summary>
    public long BulkBytes;

    /// <summary>Microseconds that a ready channel had to wait for its visit when the loop last looked.</summary>
    public long LagUs;

    /// <summary>Of what came to no cluster.</summary>
    public ClusterCounters NoCluster { get; } = new();

    /// <summary>By a listener's number; readers ask <see cref="ListenerCount"/> first.</summary>
    public ListenerCounters Listener(int id) => Volatile.Read(ref _listeners)[id];

    public int ListenerCount => Volatile.Read(ref _listeners).Length;

    public void Count(TimeoutKind kind) => Timeouts[(int)kind]++;

    /// <summary>Counts a failure for a cluster, or for <see cref="NoCluster"/>.</summary>
    public void CountFailure(ClusterCounters cluster, FailureCode code)
    {
        cluster.Failures[(int)code]++;
        TotalFailures++;
    }

    /// <summary>Counts a response, interim ones (1xx) included, that a listener sent for a cluster, or for <see cref="NoCluster"/>.</summary>
    public void CountResponse(ClusterCounters cluster, int listenerId, int statusCode)
    {
        cluster.CountResponse(listenerId, statusCode);
        TotalResponses += statusCode >= 200 ? 1 : 0;
    }

    /// <summary>Makes room for listeners with numbers below this one. By the owner before it works with a new snapshot; nothing counted is lost.</summary>
    public void EnsureListeners(int count)
    {
        if (count <= _listeners.Length)
        {
            return;
        }

        var larger = new ListenerCounters[count];
        _listeners.CopyTo(larger, 0);
        for (int i = _listeners.Length; i < count; i++)
        {
            larger[i] = new ListenerCounters();
        }

        Volatile.Write(ref _listeners, larger);
    }
}
