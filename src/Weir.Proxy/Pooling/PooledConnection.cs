// One connection to a backend, from connect to close. Owned by the pool of its worker; while in use its channel belongs to a session.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Pooling;

/// <summary>A backend connection and what the pool knows of it.</summary>
public sealed class PooledConnection : IChannelOwner, IDeadlineOwner, IRecyclable
{
    private readonly ConnectionPool _pool;
    private SocketEndpoint _endpoint;
    private SocketEndpoint[] _endpoints = []; // in which the endpoint was found last

    internal PooledConnection(ConnectionPool pool) => _pool = pool;

    public BackendState Backend => Home.Backend;

    /// <summary>The socket; after a failed connect the one that failed last.</summary>
    public Channel Channel { get; internal set; } = null!; // set by the connector before anyone sees the connection

    /// <summary>How the present user got it.</summary>
    public AcquireResult AcquiredAs { get; internal set; }

    /// <summary>Its worker's counters of the backend.</summary>
    internal BackendCounters Counters => Home.Counters;

    internal Block? EarlyBlock { get; set; }

    internal int EarlyOffset { get; set; }

    internal int EarlyCount { get; set; }

    internal PooledConnectionState State { get; set; }

    internal BackendPool Home { get; private set; } = null!; // Open sets it

    /// <summary>By which it was opened: those of the request that asked for it, or for a warm-up the newest.</summary>
    internal ClusterConfig Settings { get; private set; } = null!; // Open sets it

    /// <summary>The session that asked for it or has it; null for a warm-up and while idle.</summary>
    internal IBackendUser? User { get; set; }

    /// <summary>Guards connecting, quieting and idling; without a deadline while in use.</summary>
    internal int DeadlineSlot { get; private set; }

    internal long ConnectStartedUs { get; set; }

    internal int EndpointsTried { get; set; }

    internal int EndpointIndex { get; set; }

    /// <summary>True once a client's bytes went over it.</summary>
    internal bool WasUsed { get; private set; }

    // Links of the idle list: Newer is toward the most recently used.
    internal PooledConnection? Newer { get; set; }

    internal PooledConnection? Older { get; set; }

    /// <summary>False once the backend's name leads elsewhere: whatever runs over the connection ends, and nothing new begins.</summary>
    internal bool LeadsToBackend
    {
        get
        {
            SocketEndpoint[] current = Backend.Endpoints;
            if (!ReferenceEquals(current, _endpoints))
            {
                if (!current.AsSpan().Contains(_endpoint))
                {
                    return false;
                }

                _endpoints = current;
            }

            return true;
        }
    }

    /// <summary>From here on it is one of its backend's.</summary>
    internal void Open(
        BackendPool home,
        IBackendUser? user,
        ClusterConfig settings,
        int deadlineSlot
    ) => (Home, User, Settings, DeadlineSlot) = (home, user, settings, deadlineSlot);

    void IRecyclable.Recycle()
    {
        // Always on: one that others still see would change under their hands.
        if (State != PooledConnectionState.Closed || Newer is not null || Older is not null)
        {
            throw new InvalidOperationException("a connection was given back that is in use");
        }

        (Home, Channel, Settings, User, EarlyBlock) = (null!, null!, null!, null, null);
        (_endpoint, _endpoints) = (default, []);
        (EarlyOffset, EarlyCount, DeadlineSlot, ConnectStartedUs) = (0, 0, 0, 0);
        (EndpointsTried, EndpointIndex, WasUsed) = (0, 0, false);
        (AcquiredAs, State) = (default, default);
    }

    /// <summary>A client's bytes went over it, and its session hears no more of it.</summary>
    internal void EndUse()
    {
        // Always on: a connection given back twice would be shared by two clients.
        if (State != PooledConnectionState.InUse)
        {
            throw new InvalidOperationException("a connection was given back that was not in use");
        }

        (WasUsed, User) = (true, null);
    }

    internal void Close(bool reset)
    {
        if (reset)
        {
            Channel.Reset();
        }
        else
        {
            Channel.Close();
        }
    }

    internal void SetEndpoint(SocketEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>Takes over the bytes that a server-first backend sent before a client came; null when there are none.</summary>
    public Block? TakeEarlyBlock(out int offset, out int count)
    {
        Block? block = EarlyBlock;
        EarlyBlock = null;
        (offset, count) = (EarlyOffset, EarlyCount);
        return block;
    }

    void IChannelOwner.OnConnected(Channel channel, IoStatus status) =>
        _pool.Connector.OnConnected(this, status);

    void IChannelOwner.OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) => _pool.Idle.OnInput(this, block, offset, count);

    void IChannelOwner.OnSent(Channel channel, Block block, IoStatus status) =>
        System.Diagnostics.Debug.Fail("nobody sends on a pooled connection");

    void IDeadlineOwner.OnDeadline(long nowUs) => _pool.Idle.OnDeadline(this, nowUs);
}
