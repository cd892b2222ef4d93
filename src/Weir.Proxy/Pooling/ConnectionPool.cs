// One for each worker: hands out backend connections and keeps idle ones within a limit that all workers share
// (docs/adr/0003). Sessions ask it for a connection and give it back or discard it.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Pooling;

/// <summary>Backend connections of one worker. Every idle one has a receive pending, so that its end or a stray byte is seen at once.</summary>
public sealed class ConnectionPool
{
    private readonly PoolServices _services;
    private readonly BackendPools _pools;
    private readonly WarmKeeper _warmKeeper;

    public ConnectionPool(PoolServices services)
    {
        _services = services;
        _pools = new BackendPools(services.WorkerIndex);
        Connector = new BackendConnector(this, services);
        _warmKeeper = new WarmKeeper(this, services);
        Idle = new IdleConnections(this, _warmKeeper, services);
    }

    /// <summary>Connections between two lives.</summary>
    internal Spares<PooledConnection> Spares { get; } = new();

    internal bool IsClosed { get; private set; }

    internal BackendConnector Connector { get; }

    internal IdleConnections Idle { get; }

    /// <summary>Connections of any state that this pool answers for; 0 when all have come back.</summary>
    public int OpenCount { get; private set; }

    /// <inheritdoc cref="PoolServices.LooksAfter"/>
    public bool LooksAfter(BackendState backend) => _services.LooksAfter(backend);

    /// <summary>Takes the most recently used idle connection, if one waits; counts the acquire.</summary>
    public PooledConnection? TryTake(BackendState backend, PoolKind kind, IBackendUser user)
    {
        BackendPool home = _pools.Of(backend).Of(kind);
        bool mayReuse =
            kind == PoolKind.Http || backend.Cluster.Config.TcpPooling == TcpPooling.Reuse;
        while (home.Newest is { } connection)
        {
            IdleConnections.Remove(connection);
            if (!connection.LeadsToBackend)
            {
                Discard(connection);
                continue;
            }

            if (connection.WasUsed && (connection.Channel.HasInput || !mayReuse))
            {
                Idle.Evict(connection, EvictionReason.Stale); // its end or a stray byte came in this very turn
                continue;
            }

            // Whoever greeted and then sent more in this very turn, or left, is not handed out: a client has lost nothing yet.
            if (connection.EarlyBlock is not null && !connection.Channel.TryCancelReceive())
            {
                Idle.Evict(connection, EvictionReason.Stale);
                continue;
            }

            _services.Deadlines.Set(connection.DeadlineSlot, 0);
            backend.Warm.EndRow();
            HandOut(
                connection,
                user,
                connection.WasUsed ? AcquireResult.Reused : AcquireResult.Warm
            );
            return connection;
        }

        return null;
    }

    /// <summary>Opens a connection for a session, by its settings; counts the acquire. Ends in one of <see cref="IBackendUser"/>'s calls
    /// unless abandoned.</summary>
    public PooledConnection Open(
        BackendState backend,
        PoolKind kind,
        IBackendUser user,
        ClusterConfig settings
    )
    {
        PooledConnection connection = Create(_pools.Of(backend).Of(kind), user, settings);
        connection.Counters.Count(AcquireResult.Opened);
        connection.AcquiredAs = AcquireResult.Opened;
        Connector.Start(connection);
        return connection;
    }

    /// <summary>Tells the stock of warm connections that a tcp client came, before it is served.</summary>
    public void OnTcpDemand(BackendState backend, bool found) =>
        _warmKeeper.OnDemand(_pools.Of(backend).Tcp, found);

    /// <summary>Takes back a connection that is at a message boundary and clean (http mode): the next request may use it.</summary>
    public void Release(PooledConnection connection)
    {
        BackendConnector.OnAnswered(connection);
        connection.EndUse();
        Idle.Put(connection);
    }

    /// <summary>Takes back a tcp connection to be used again once it has been quiet (tcpPooling reuse).</summary>
    public void ReleaseAfterQuiet(PooledConnection connection)
    {
        connection.EndUse();
        connection.State = PooledConnectionState.Quieting;
        IdleConnections.Watch(connection);
        Idle.SetDeadline(connection, connection.Backend.Cluster.Config.ReuseQuietTimeMs);
    }

    /// <summary>Closes a connection that a session is done with or gave up on, connecting ones included.</summary>
    public void Discard(PooledConnection connection, bool reset = false)
    {
        if (connection.State == PooledConnectionState.Closed)
        {
            return;
        }

        connection.Close(reset);
        Forget(connection);
    }

    /// <summary>A backend turned unhealthy, is drained, left the config or came back: idle connections go or are stocked again.</summary>
    public void OnBackendChanged(BackendState backend)
    {
        if (_pools.Find(backend) is not { } pools)
        {
            return;
        }

        OnBackendChanged(pools.Http);
        OnBackendChanged(pools.Tcp);
        if (backend.IsRemoved)
        {
            _pools.Remove(pools);
        }
    }

    /// <summary>Looks at a backend of a new config: starts its stock of warm connections when <paramref name="warm"/>, and drops what the config has no room or use for.</summary>
    public void Prepare(BackendState backend, bool warm)
    {
        if (_pools.Find(backend) is { } pools)
        {
            Idle.Trim(pools.Http);
            Idle.Trim(pools.Tcp);
            Idle.DropUnwanted(pools.Tcp);
        }

        if (warm)
        {
            BackendPool tcp = _pools.Of(backend).Tcp;
            tcp.Warm.Start();
            _warmKeeper.Refill(tcp);
        }
    }

    /// <summary>Another worker, with less than its share, found no place for an idle connection: what this one has beyond its share goes.</summary>
    public void OnIdlePlaceWanted(BackendState backend)
    {
        if (_pools.Find(backend) is { } pools)
        {
            Idle.Yield(pools.Http);
            Idle.Yield(pools.Tcp);
        }
    }

    /// <summary>Tops up warm connections whose pause is over, lets idle stocks shrink, and ends yielding; called about once a second.</summary>
    public void Tick()
    {
        for (int i = _pools.All.Count - 1; i >= 0; i--)
        {
            PooledBackend pools = _pools.All[i];
            BackendState backend = pools.Backend;
            if (_services.LooksAfter(backend))
            {
                backend.ForgetIdleWish();
            }

            Tick(pools.Http);
            Tick(pools.Tcp);
            if (backend.IsRemoved && pools.IsEmpty)
            {
                _pools.Remove(pools);
            }
        }
    }

    /// <summary>Closes all idle connections and keeps none from now on: the worker ends.</summary>
    public void CloseIdle()
    {
        IsClosed = true;
        foreach (PooledBackend pools in _pools.All)
        {
            Idle.DropAll(pools.Http);
            Idle.DropAll(pools.Tcp);
        }
    }

    /// <summary>No user's code is on the stack: closed connections may become others.</summary>
    internal void EndTurn(bool hadDefect) => Spares.EndTurn(_services.Reactor, hadDefect);

    internal PooledConnection Create(BackendPool home, IBackendUser? user, ClusterConfig settings)
    {
        PooledConnection connection = Spares.TryTake(out PooledConnection? spare)
            ? spare
            : new PooledConnection(this);
        connection.Open(home, user, settings, _services.Deadlines.Add(connection));
        OpenCount++;
        return connection;
    }

    internal void OnOpened(PooledConnection connection)
    {
        if (connection.User is { } user)
        {
            connection.State = PooledConnectionState.InUse;
            connection.Channel.Owner = user;
            _services.Reactor.Run(user, connection, static (user, c) => user.OnBackendReady(c));
            return;
        }

        connection.Home.Warm.Connecting--;
        Idle.Put(connection);
    }

    internal void OnOpenFailed(PooledConnection connection, ConnectResult result)
    {
        IBackendUser? user = connection.User;
        Forget(connection);
        if (user is null)
        {
            _warmKeeper.OnWarmUpFailed(connection.Home);
        }
        else
        {
            _services.Reactor.Run(
                user,
                (connection, result),
                static (user, failed) => user.OnBackendFailed(failed.connection, failed.result)
            );
        }
    }

    private static void HandOut(PooledConnection connection, IBackendUser user, AcquireResult how)
    {
        connection.State = PooledConnectionState.InUse;
        connection.AcquiredAs = how;
        connection.User = user;
        connection.Channel.Owner = user;
        connection.Counters.Count(how);
    }

    private void Forget(PooledConnection connection)
    {
        connection.State = PooledConnectionState.Closed;
        connection.User = null;
        if (connection.EarlyBlock is { } early)
        {
            _services.Reactor.Blocks.Return(early);
            connection.EarlyBlock = null;
        }

        _services.Deadlines.Remove(connection.DeadlineSlot);
        OpenCount--;
        Spares.Retire(connection);
    }

    private void Tick(BackendPool home)
    {
        home.IsYielding = false;
        _warmKeeper.Tick(home);
    }

    private void OnBackendChanged(BackendPool home)
    {
        if (!home.Backend.MayPool)
        {
            // An operator's wish is no eviction.
            bool isEviction = home.Backend.Health.Status == HealthStatus.Unhealthy;
            Idle.DropAll(home, isEviction ? EvictionReason.Unhealthy : null);
        }

        _warmKeeper.Refill(home);
    }
}
