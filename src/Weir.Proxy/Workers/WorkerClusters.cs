// The clusters of one worker: what it has last been mailed of each, and who waits there.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>Follows the config. Owned by its worker, whose sessions find their clusters in <paramref name="services"/>.</summary>
internal sealed class WorkerClusters(SessionServices services, int workerCount)
{
    /// <summary>Puts the clusters of a config into force. The requests that were routed to one that left have it still, and nobody else.</summary>
    public void Apply(ProxySnapshot snapshot)
    {
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            if (Find(cluster.State) is { } known)
            {
                known.Newest = cluster;
            }
            else
            {
                cluster.State.Parts.Add(services.Index, new WorkerCluster(cluster));
            }
        }

        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            Prepare(cluster, snapshot.TcpClusters.Contains(cluster.State));
            ServeQueue(cluster.State);
        }
    }

    /// <summary>A place may be free: who waits for one has its turn.</summary>
    public void ServeQueue(ClusterState cluster) => Find(cluster)?.Queue.Serve(services.Reactor);

    private WorkerCluster? Find(ClusterState cluster) =>
        (WorkerCluster?)cluster.Parts.Find(services.Index);

    // One worker starts a backend's stock of warm connections; the others follow their own clients.
    private void Prepare(ClusterSnapshot cluster, bool isTcp)
    {
        bool isWarm = isTcp && cluster.Config.TcpPooling == TcpPooling.Warm;
        foreach (BackendState backend in cluster.Backends)
        {
            services.Pool.Prepare(
                backend,
                isWarm && backend.Number % workerCount == services.Index
            );
        }
    }
}
