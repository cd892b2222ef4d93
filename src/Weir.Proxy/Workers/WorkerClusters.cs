// The clusters of one worker: what it has last been mailed of each, and who waits there.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>Follows the config. Owned by its worker, whose sessions find their clusters in <paramref name="services"/>.</summary>
internal sealed class WorkerClusters(SessionServices services)
{
    /// <summary>Puts the clusters of a config into force. The requests that were routed to one that left have it still, and nobody else.</summary>
    public void Apply(ProxySnapshot snapshot)
    {
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            if (Find(cluster.State) is not { } known)
            {
                cluster.State.Parts.Add(services.Index, known = new WorkerCluster(cluster));
            }

            known.Newest = cluster;
            known.IsTcp = snapshot.TcpClusters.Contains(cluster.State);
        }

        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            Prepare(services.Cluster(cluster.State), cluster.Backends);
            ServeQueue(cluster.State);
        }
    }

    /// <summary>Looks after those that joined, and lets go of those that left. All pick by the new members already.</summary>
    public void OnMembersChanged(MemberChange change)
    {
        if (Find(change.Cluster) is not { } cluster)
        {
            return; // its configuration is on the way, and has them
        }

        Prepare(cluster, change.Joined);
        foreach (BackendState backend in change.Left.AddRange(change.Reweighted))
        {
            services.Pool.OnBackendChanged(backend);
        }

        ServeQueue(change.Cluster);
    }

    /// <summary>A place may be free: who waits for one has its turn.</summary>
    public void ServeQueue(ClusterState cluster) => Find(cluster)?.Queue.Serve(services.Reactor);

    private WorkerCluster? Find(ClusterState cluster) =>
        (WorkerCluster?)cluster.Parts.Find(services.Index);

    // One worker starts a backend's stock of warm connections; the others follow their own clients.
    private void Prepare(WorkerCluster cluster, IEnumerable<BackendState> members)
    {
        bool isWarm = cluster.IsTcp && cluster.Newest.Config.TcpPooling == TcpPooling.Warm;
        foreach (BackendState backend in members)
        {
            services.Pool.Prepare(backend, isWarm && services.Pool.LooksAfter(backend));
        }
    }
}
