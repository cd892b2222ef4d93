// The idle connections of one worker to one backend, most recently used first.
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Pooling;

/// <summary>A list linked through the connections themselves: taking, putting and removing cost the same at any size.</summary>
internal sealed class BackendPool(BackendState backend, PoolKind kind, BackendCounters counters)
{
    public BackendState Backend { get; } = backend;

    public PoolKind Kind { get; } = kind;

    /// <summary>Of the backend, within this worker.</summary>
    public BackendCounters Counters { get; } = counters;

    public PooledConnection? Newest { get; private set; }

    public PooledConnection? Oldest { get; private set; }

    public int Count { get; private set; }

    /// <summary>True while this worker leaves free places to others, beyond its own share.</summary>
    public bool IsYielding { get; set; }

    /// <summary>How many fresh connections to keep ready (tcp, warm); see WarmStock.</summary>
    public WarmStock Warm { get; } = new();

    public bool Contains(PooledConnection connection) =>
        Newest == connection || connection.Newer is not null;

    public void Push(PooledConnection connection)
    {
        connection.Older = Newest;
        if (Newest is null)
        {
            Oldest = connection;
        }
        else
        {
            Newest.Newer = connection;
        }

        Newest = connection;
        Count++;
    }

    public void Remove(PooledConnection connection)
    {
        if (connection.Newer is null)
        {
            Newest = connection.Older;
        }
        else
        {
            connection.Newer.Older = connection.Older;
        }

        if (connection.Older is null)
        {
            Oldest = connection.Newer;
        }
        else
        {
            connection.Older.Newer = connection.Newer;
        }

        connection.Newer = connection.Older = null;
        Count--;
    }
}
