// All that one worker counts: plain stores by its thread, volatile reads by the metrics thread, so that counting costs an addition.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Facts;

/// <summary>One worker's counters. Arrays are indexed by the dense numbers that listeners, clusters and backends keep across reloads.</summary>
public sealed class WorkerCounters
{
    private ListenerCounters[] _listeners = [];
    private ClusterCounters[] _clusters = [new()];
    private BackendCounters[] _backends = [];

    /// <summary>Bytes of client sockets.</summary>
    public ByteMeter ClientBytes { get; } = new();

    /// <summary>Client connections open now.</summary>
    public long ActiveConnections;

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

    public ListenerCounters Listener(int id) => Volatile.Read(ref _listeners)[id];

    public ClusterCounters Cluster(int id) => Volatile.Read(ref _clusters)[id];

    /// <summary>Readers ask <see cref="BackendCount"/> first. The owner may ask for one that is new: a reload publishes a cluster's members
    /// to all workers at once, while the message that makes room for them is still on its way.</summary>
    public BackendCounters Backend(int id)
    {
        BackendCounters[] backends = Volatile.Read(ref _backends);
        if (id >= backends.Length)
        {
            Grow(ref _backends, id + 1);
            backends = _backends;
        }

        return backends[id];
    }

    public void Count(TimeoutKind kind) => Timeouts[(int)kind]++;

    public int ListenerCount => Volatile.Read(ref _listeners).Length;

    public int ClusterCount => Volatile.Read(ref _clusters).Length;

    public int BackendCount => Volatile.Read(ref _backends).Length;

    /// <summary>Makes room for numbers below the given ones. By the owner before it works with a new snapshot; nothing counted is lost.</summary>
    public void EnsureCapacity(int listeners, int clusters, int backends)
    {
        Grow(ref _clusters, clusters);
        Grow(ref _backends, backends);
        Grow(ref _listeners, listeners);
        foreach (ListenerCounters listener in _listeners)
        {
            listener.EnsureClusters(_clusters.Length);
        }
    }

    private static void Grow<T>(ref T[] items, int count)
        where T : new()
    {
        if (count <= items.Length)
        {
            return;
        }

        var larger = new T[count];
        items.CopyTo(larger, 0);
        for (int i = items.Length; i < count; i++)
        {
            larger[i] = new T();
        }

        Volatile.Write(ref items, larger);
    }
}
