// Stands around a worker's balancer and judges every pick at its very moment. Made by ProxyWorld for each cluster of each worker.
using System.Runtime.CompilerServices;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>
/// Derives anew, from health, orders, limits and members as they are published at that moment, who may be picked, and compares:
/// nobody else is picked, and nobody is turned away or sent to wait while somebody may be picked. A first pick goes by the members in
/// force, a further try by those of the first.
/// </summary>
/// <param name="judged">Who picks.</param>
/// <param name="isOutdated">Whether a first pick must not go by these members any more.</param>
/// <param name="picks">What each request went by at its first pick, known by the list of those it has tried.</param>
/// <param name="events">Told of each pick.</param>
internal sealed class JudgingBalancer(
    Balancer judged,
    Func<ClusterSnapshot, bool>? isOutdated = null,
    ConditionalWeakTable<TriedBackends, ClusterSnapshot>? picks = null,
    ProxyEvents? events = null
) : Balancer
{
    public override PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        events?.Plant("pick");
        CheckMembers(cluster, tried);
        BackendState[] usable = [.. Usable(cluster).Where(b => !tried.Contains(b))];
        BackendState[] open = [.. usable.Where(b => HasRoom(cluster.State.Config, b))];
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
                $"{backend.Address} was picked: {backend.Health.Status}, {backend.Admin}, weight {backend.Weight}, {backend.InUse} in use{(tried.Contains(backend) ? ", tried" : "")}"
            );
        }

        return result;
    }

    private void CheckMembers(ClusterSnapshot cluster, TriedBackends tried)
    {
        if (tried.Count == 0 && isOutdated?.Invoke(cluster) == true)
        {
            throw new SimFailureException($"{cluster.Name}: picked among members of the past");
        }

        if (tried.Count == 0)
        {
            picks?.AddOrUpdate(tried, cluster);
        }
        else if (
            picks is not null
            && picks.TryGetValue(tried, out ClusterSnapshot? first)
            && first != cluster
        )
        {
            throw new SimFailureException($"{cluster.Name}: tried before among other members");
        }
    }

    private static BackendState[] Usable(ClusterSnapshot cluster)
    {
        BackendState[] ready =
        [
            .. cluster.Backends.Where(b =>
                b is { Admin: AdminState.Ready, Weight: > 0, Endpoints: not [] }
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
