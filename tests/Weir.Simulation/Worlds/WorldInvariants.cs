// What must hold at every moment of a random world. Called by ProxyWorld after each turn and scan.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>Limits are kept, memory is bounded, nobody waits for what is there.</summary>
internal sealed class WorldInvariants(Scenario scenario, ProxyWorld proxy)
{
    // A place that became free is told by mail to every worker, each of which may be a turn late.
    private const long LongestNeedlessWaitUs = 50_000;

    // The request's block, one received ahead, and an answer of our own, with no backend about.
    private const int BlocksOfAChannel = 3;

    private readonly Dictionary<string, long> _needlessSinceUs = [];

    public void Check()
    {
        foreach (ClusterState cluster in proxy.Snapshot.Clusters.Select(c => c.State))
        {
            CheckLimits(cluster);
            CheckWaiting(cluster);
        }

        foreach (ListenerSnapshot listener in proxy.Snapshot.Listeners)
        {
            int limit = listener.Config.MaxConnections;
            Expect(
                limit == 0 || listener.State.Active <= limit,
                $"{listener.State.Active} clients on {listener.Name} of {limit}"
            );
        }

        foreach (SimReactor reactor in proxy.Reactors)
        {
            int most = BlocksOfAChannel * reactor.OpenChannelCount;
            int rented = reactor.Blocks.RentedCount - reactor.LateBlockCount;
            Expect(rented <= most, $"{rented} blocks for {reactor.OpenChannelCount} channels");
        }
    }

    private void CheckLimits(ClusterState cluster)
    {
        ClusterConfig config = scenario.Cluster(cluster.Name).Config;
        Expect(
            cluster.WaitingCount <= config.MaxQueue,
            $"{cluster.WaitingCount} wait for {cluster.Name} of {config.MaxQueue}"
        );
        foreach (BackendState backend in cluster.Backends)
        {
            Expect(
                config.MaxConnections == 0 || backend.InUse <= config.MaxConnections,
                $"{backend.InUse} in use on {backend.Address} of {config.MaxConnections}"
            );
        }
    }

    // Who was turned away by one backend may wait for another while the first has room: with such about, the count says nothing.
    private void CheckWaiting(ClusterState cluster)
    {
        bool isNeedless =
            cluster.WaitingCount > 0
            && !proxy.Events.RetriedClusters.Contains(cluster.Name)
            && cluster.Backends.Any(b => b.MayPool && b.HasRoom);
        if (!isNeedless)
        {
            _needlessSinceUs.Remove(cluster.Name);
        }
        else if (_needlessSinceUs.TryAdd(cluster.Name, proxy.NowUs))
        {
            return;
        }
        else
        {
            long forUs = proxy.NowUs - _needlessSinceUs[cluster.Name];
            Expect(
                forUs <= LongestNeedlessWaitUs,
                $"{cluster.WaitingCount} wait for {cluster.Name} that has room, for {forUs} µs"
            );
        }
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SimFailureException(otherwise);
        }
    }
}
