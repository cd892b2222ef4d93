// Keeps fresh tcp connections ready (tcpPooling warm): opens them ahead of clients, replaces each that was handed out or lost.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;

namespace Weir.Proxy.Pooling;

/// <summary>The warming part of a worker's pool. How many is <see cref="WarmStock"/>'s matter; this opens them.</summary>
internal sealed class WarmKeeper(ConnectionPool pool, PoolServices services)
{
    /// <summary>A tcp client came: the stock learns from whether it found a connection, and is filled again. It grows to an even share of
    /// the limit: a worker that filled the whole pool for itself would leave the clients of the others without.</summary>
    public void OnDemand(BackendPool home, bool found)
    {
        if (Keeps(home))
        {
            home.Warm.OnDemand(
                found,
                home.Count,
                services.FairShare(home.Backend.Cluster.Config.ConnectionPoolSize),
                services.Reactor.NowUs
            );
            Refill(home);
        }
    }

    /// <summary>Opens what is missing, unless the backend takes no work or a pause after a loss runs.</summary>
    public void Refill(BackendPool home)
    {
        BackendState backend = home.Backend;
        WarmStock stock = home.Warm;
        ClusterConfig settings = backend.Cluster.Config;
        while (
            home.Count + stock.Connecting < stock.Target
            && backend.Idle + stock.Connecting < settings.ConnectionPoolSize
            && backend.MayPool
            && backend.Endpoints.Length > 0
            && Keeps(home)
            && services.Reactor.NowUs >= stock.NotBeforeUs
        )
        {
            stock.Connecting++;
            pool.Connector.Start(pool.Create(home, user: null, settings));
        }
    }

    public void Tick(BackendPool home)
    {
        home.Backend.Warm.Tick(services.Reactor.NowUs);
        if (home.Backend.Warm.IsPaused)
        {
            GiveUp(home);
        }
        else if (home.Warm.Target > 0)
        {
            home.Warm.Shrink(services.Reactor.NowUs);
            Refill(home);
        }
    }

    /// <summary>The backend closed a fresh connection, opened at <paramref name="openedUs"/>, before a client came.</summary>
    public void OnWarmLost(BackendPool home, long openedUs, bool hasGreeted)
    {
        long nowUs = services.Reactor.NowUs;
        BackendState backend = home.Backend;
        home.Warm.OnLost(nowUs);
        if (backend.Warm.OnLost(openedUs, nowUs))
        {
            services.Events.BackendWarmPaused(
                backend.Cluster.Name,
                backend.Address,
                Limits.MaxWarmLosses,
                hasGreeted
            );
            GiveUp(home);
        }
    }

    public void OnWarmUpFailed(BackendPool home)
    {
        home.Warm.Connecting--;
        home.Warm.OnLost(services.Reactor.NowUs);
        home.Backend.Warm.EndRow();
    }

    // What waits would be closed by the backend as well. After the pause the next client starts the stock: where nobody comes, the
    // backend sees nothing more.
    private void GiveUp(BackendPool home)
    {
        home.Warm.Stop();
        pool.Idle.DropFresh(home);
    }

    // A reload may have changed it; and a pool that ends opens nothing.
    private bool Keeps(BackendPool home) =>
        home.Backend.Cluster.Config is { TcpPooling: TcpPooling.Warm, ConnectionPoolSize: > 0 }
        && !home.Backend.Warm.IsPaused
        && !pool.IsClosed;
}
