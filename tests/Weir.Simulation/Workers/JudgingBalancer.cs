// Stands around a worker's balancer and judges every pick at its very moment. Made by ProxyWorld for each cluster of each worker.
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Configuration;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>
/// Derives anew, from health, orders, limits and members as they are published at that moment, who may be picked, and compares:
/// nobody else is picked, and nobody is turned away or sent to wait while somebody may be picked.
/// </summary>
internal sealed class JudgingBalancer(Balancer judged, ProxyEvents? events = null) : Balancer
{
    public override PickResult Pick(
        ClusterState cluster,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        events?.Plant("pick");
        BackendState[] usable = [.. Usable(cluster).Where(b => !tried.Contains(b))];
        BackendState[] open = [.. usable.Where(b => HasRoom(cluster.Config, b))];
        PickResult expected =
            open.Length > 0 ? PickResult.Picked
            : usable.Length > 0 ? PickResult.AllFull
            : PickResult.NoneUsable;
        PickResult result = judged.Pick(cluster, tried, out backend);
        if (result != expected)
        {
            throw new SimFailureException($"{cluster.Name}: a pick said {result}, not {expected}");
        }

        if (backend is not null && !open.Contains(backend))
        {
            throw new SimFailureException(
                $"{backend.Address} was picked: {backend.Health.Status}, {backend.Admin}, weight {backend.Weight}, {backend.InUse} in use"
                    + $"{(backend.IsRemoved ? ", removed" : "")}{(tried.Contains(backend) ? ", tried" : "")}"
            );
        }

        return result;
    }

    private static BackendState[] Usable(ClusterState cluster)
    {
        BackendState[] ready =
        [
            .. cluster.Backends.Where(b =>
                b is { Admin: AdminState.Ready, Weight: > 0, Endpoints: not [] }
                && (!b.IsRemoved || cluster.IsRemoved)
            ),
        ];
        BackendState[] healthy =
        [
            .. ready.Where(b => b.Health.Status is HealthStatus.Healthy or HealthStatus.Unknown),
        ];
        bool failsOpen = cluster.Config.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen;
        return healthy.Length == 0 && failsOpen ? ready : healthy;
    }

    private static bool HasRoom(ClusterConfig config, BackendState backend) =>
        config.MaxConnections == 0 || backend.InUse < config.MaxConnections;
}
