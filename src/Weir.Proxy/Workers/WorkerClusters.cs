// The clusters of one worker: what it has last been mailed of each, and who waits there.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>Follows the config. Owned by its worker, whose sessions find their clusters in <paramref name="services"/>.</summary>
internal sealed class WorkerClusters(SessionServices services, int workerCount)
{
    /// <summary>Puts the clusters of a config into force. Those that left stay, for the requests that were routed to them.</summary>
    public void Apply(ProxySnapshot snapshot)
    {
        var clusters = new WorkerCluster?[snapshot.ClusterIdLimit];
        services.Clusters.CopyTo(clusters, 0);
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            int id = cluster.State.Id;
            clusters[id] ??= new WorkerCluster(cluster, services.Counters.Cluster(id));
            clusters[id]!.Newest = cluster; // made above
        }

        services.Clusters = clusters;
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            Prepare(cluster, snapshot.TcpClusters.Contains(cluster.State));
            ServeQueue(cluster.State);
        }
    }

    /// <summary>A place may be free: who waits for one has its turn.</summary>
    public void ServeQueue(ClusterState cluster)
    {
        if (cluster.Id < services.Clusters.Length)
        {
            services.Clusters[cluster.Id]?.Queue.Serve(services.Reactor);
        }
    }

    // One worker starts a backend's stock of warm connections; the others follow their own clients.
    private void Prepare(ClusterSnapshot cluster, bool isTcp)
    {
        bool isWarm = isTcp && cluster.Config.TcpPooling == TcpPooling.Warm;
        foreach (BackendState backend in cluster.Backends)
        {
            services.Pool.Prepare(backend, isWarm && backend.Id % workerCount == services.Index);
        }
    }
}
