// The idle side of a worker's pool: keeps connections within the shared limit, watches them, and drops what is stale, old or too much.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Pooling;

/// <summary>Idle and quieting connections of a <see cref="ConnectionPool"/>.</summary>
internal sealed class IdleConnections(
    ConnectionPool pool,
    WarmKeeper warmKeeper,
    PoolServices services
)
{
    /// <summary>The deadline of a connection that no session uses has passed.</summary>
    public void OnDeadline(PooledConnection connection, long nowUs)
    {
        switch (connection.State)
        {
            case PooledConnectionState.Connecting:
                pool.Connector.OnDeadline(connection);
                break;
            case PooledConnectionState.Quieting when !connection.Channel.IsSendQueueEmpty:
                SetDeadline(connection, connection.Backend.Cluster.Config.ReuseQuietTimeMs);
                break;
            case PooledConnectionState.Quieting:
                Put(connection);
                break;
            case PooledConnectionState.Idle:
                Remove(connection);
                services.Counters.Count(TimeoutKind.Idle);
                Evict(connection, EvictionReason.Idle);
                warmKeeper.Refill(connection.Home);
                break;
        }
    }

    /// <summary>Input, an end or an error came while nobody used the connection.</summary>
    public void OnInput(PooledConnection connection, Block? block, int offset, int count)
    {
        bool isFresh = connection is { State: PooledConnectionState.Idle, WasUsed: false };
        bool hasGreeted = isFresh && (count > 0 || connection.EarlyBlock is not null);
        if (isFresh && count > 0)
        {
            // A server-first protocol greets: its client reads this first. The watch goes on, for a greeter that then leaves.
            if (TryKeepEarly(connection, block!, offset, count)) // bytes come with their block
            {
                Watch(connection);
                return;
            }
        }

        if (block is not null)
        {
            services.Reactor.Blocks.Return(block);
        }

        if (connection.State == PooledConnectionState.Idle)
        {
            Remove(connection);
        }

        Evict(connection, EvictionReason.Stale);
        if (isFresh)
        {
            warmKeeper.OnWarmLost(connection.Home, connection.ConnectStartedUs, hasGreeted);
        }
    }

    /// <summary>Keeps a clean connection, or closes it where nothing may be kept; at the limit the newest wins.</summary>
    public void Put(PooledConnection connection)
    {
        BackendState backend = connection.Backend;
        ClusterConfig config = backend.Cluster.Config;
        bool isWanted =
            backend.MayPool && connection.LeadsToBackend && MayKeepUsed(connection, config);
        if (!isWanted || config.ConnectionPoolSize == 0 || pool.IsClosed)
        {
            pool.Discard(connection);
            return;
        }

        int share = services.FairShare(config.ConnectionPoolSize);
        bool yields = connection.Home.IsYielding && connection.Home.Count >= share;
        if (yields || !backend.TryReserveIdle(config.ConnectionPoolSize))
        {
            // The limit is reached over all workers. Newest wins: the oldest of ours makes room; without one, this one goes.
            if (connection.Home.Count < share)
            {
                backend.WishForIdlePlace();
            }

            if (connection.Home.Oldest is not { } oldest)
            {
                Evict(connection, EvictionReason.Overflow);
                return;
            }

            connection.Home.Remove(oldest);
            Evict(oldest, EvictionReason.Overflow);
        }

        connection.State = PooledConnectionState.Idle;
        connection.Home.Push(connection);
        Watch(connection);
        SetDeadline(connection, config.ConnectionIdleTimeoutMs);
    }

    /// <summary>Drops the oldest until a smaller limit is kept.</summary>
    public void Trim(BackendPool home)
    {
        int limit = home.Backend.Cluster.Config.ConnectionPoolSize;
        while (home.Backend.Idle > limit && home.Count > 0)
        {
            DropOldest(home);
        }
    }

    /// <summary>Drops the oldest down to an even share of the limit, and takes no more than that until the next tick: whoever lacks a
    /// place finds some free.</summary>
    public void Yield(BackendPool home)
    {
        home.IsYielding = true;
        int share = services.FairShare(home.Backend.Cluster.Config.ConnectionPoolSize);
        while (home.Count > share)
        {
            DropOldest(home);
        }
    }

    /// <summary>Closes what was kept under another tcpPooling: warm hands out nothing used, reuse needs no stock, off keeps none.</summary>
    public void DropUnwanted(BackendPool tcp)
    {
        TcpPooling pooling = tcp.Backend.Cluster.Config.TcpPooling;
        if (pooling != TcpPooling.Warm)
        {
            tcp.Warm.Stop();
        }

        PooledConnection? next = tcp.Newest;
        while (next is { } connection)
        {
            next = connection.Older;
            if (pooling == TcpPooling.Off || (pooling == TcpPooling.Warm && connection.WasUsed))
            {
                Remove(connection);
                pool.Discard(connection); // an operator's wish is no eviction
            }
        }
    }

    // A tcp session that began under tcpPooling reuse may end under another.
    private static bool MayKeepUsed(PooledConnection connection, ClusterConfig config) =>
        connection.Home.Kind == PoolKind.Http
        || !connection.WasUsed
        || config.TcpPooling == TcpPooling.Reuse;

    /// <summary>Closes the connections that no client has used.</summary>
    public void DropFresh(BackendPool home)
    {
        PooledConnection? next = home.Newest;
        while (next is { } connection)
        {
            next = connection.Older;
            if (!connection.WasUsed)
            {
                Remove(connection);
                pool.Discard(connection);
            }
        }
    }

    /// <summary>Closes all; counted as evictions where that has a reason.</summary>
    public void DropAll(BackendPool home, EvictionReason? reason = null)
    {
        while (home.Oldest is { } connection)
        {
            Remove(connection);
            if (reason is { } counted)
            {
                Evict(connection, counted);
            }
            else
            {
                pool.Discard(connection);
            }
        }
    }

    private void DropOldest(BackendPool home)
    {
        PooledConnection oldest = home.Oldest!; // callers see to it that the list is not empty
        Remove(oldest);
        Evict(oldest, EvictionReason.Overflow);
    }

    // A greeting in several pieces is put together in its first block.
    private bool TryKeepEarly(PooledConnection connection, Block block, int offset, int count)
    {
        if (connection.EarlyBlock is not { } early)
        {
            (connection.EarlyBlock, connection.EarlyOffset, connection.EarlyCount) = (
                block,
                offset,
                count
            );
            return true;
        }

        int end = connection.EarlyOffset + connection.EarlyCount;
        if (count > Limits.BlockBytes - Limits.BlockTailroomBytes - end)
        {
            return false;
        }

        block.Bytes.AsSpan(offset, count).CopyTo(early.Bytes.AsSpan(end));
        connection.EarlyCount += count;
        services.Reactor.Blocks.Return(block);
        return true;
    }

    // A receive is pending on every connection in the pool; one that was pending in use simply changes its owner.
    public static void Watch(PooledConnection connection)
    {
        connection.Channel.Owner = connection;
        if (!connection.Channel.IsReceiving)
        {
            connection.Channel.Receive();
        }
    }

    /// <summary>Sets the connection's deadline from now; 0 milliseconds for none.</summary>
    public void SetDeadline(PooledConnection connection, long milliseconds) =>
        services.Deadlines.Set(
            connection.DeadlineSlot,
            milliseconds == 0 ? 0 : services.Reactor.NowUs + (milliseconds * 1000)
        );

    /// <summary>Takes a connection out of the idle list and gives its place back.</summary>
    public static void Remove(PooledConnection connection)
    {
        connection.Home.Remove(connection);
        connection.Backend.ReleaseIdle();
    }

    /// <summary>After a defect in our handling of a connection: it closes, wherever it was.</summary>
    public void Abandon(PooledConnection connection)
    {
        if (connection.Home.Contains(connection))
        {
            Remove(connection);
        }
        else if (connection is { State: PooledConnectionState.Connecting, User: null })
        {
            connection.Home.Warm.Connecting--;
        }

        pool.Discard(connection, reset: true);
    }

    /// <summary>Counts and closes a connection that is in no list any more.</summary>
    public void Evict(PooledConnection connection, EvictionReason reason)
    {
        connection.Counters.Count(reason);
        pool.Discard(connection);
    }
}
