// Asks the balancer of a cluster for a backend, and says of each backend why it may or may not be chosen.
using System.Globalization;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Explain;

/// <summary>One pick on a replica: nothing that runs is touched.</summary>
internal sealed class PickTrial
{
    private const ulong Seed = 1;

    /// <param name="cluster">Of the replica.</param>
    /// <param name="isRunning">Whether it stands for a running one, whose turns have gone on.</param>
    public PickTrial(ClusterSnapshot cluster, bool isRunning)
    {
        HashSet<BackendState> usable = [.. cluster.Usable.Backends];
        Backends = [.. cluster.Backends.Select(b => Judge(b, usable.Contains(b)))];
        Result = Balancer
            .Create(cluster.Config.Algorithm, new Rng(Seed))
            .Pick(cluster, new TriedBackends(), out BackendState? picked);
        Choice =
            picked is not null && IsCertain(cluster, picked, isRunning) ? picked.Address : null;
        Decision = Describe(cluster, isRunning);
    }

    public BackendVerdict[] Backends { get; }

    public PickResult Result { get; }

    /// <summary>Null when nobody may be chosen, or when chance or the turn decides.</summary>
    public string? Choice { get; }

    public string Decision { get; }

    // One alone is certain; at a start the turn is known; else only the least loaded without an equal.
    private bool IsCertain(ClusterSnapshot cluster, BackendState picked, bool isRunning)
    {
        BackendVerdict[] open = [.. Backends.Where(b => b.IsEligible)];
        return open.Length == 1
            || cluster.Config.Algorithm switch
            {
                BalancingAlgorithm.RoundRobin => !isRunning,
                BalancingAlgorithm.LeastConnections => !isRunning
                    || open.Count(b =>
                        (long)b.InUse * picked.Weight == (long)picked.InUse * b.Weight
                    ) == 1,
                _ => false,
            };
    }

    private static BackendVerdict Judge(BackendState backend, bool isUsable)
    {
        string reason =
            backend.Admin == AdminState.Drain ? "drained by an operator"
            : backend.Admin == AdminState.Maint ? "in maintenance"
            : backend.Weight == 0 ? "weight 0 takes no new work"
            : backend.Endpoints.Length == 0 ? "its name does not resolve"
            : !isUsable ? Unhealthy(backend)
            : !backend.HasRoom
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"full: {backend.InUse} of maxConnections {backend.Cluster.Config.MaxConnections} in use"
                )
            : backend.Health.Status == HealthStatus.Unhealthy
                ? Unhealthy(backend) + ", used all the same (whenAllUnhealthy: failOpen)"
            : backend.Health.Status == HealthStatus.Healthy ? "healthy"
            : "not checked yet, usable until a check says otherwise";
        return new BackendVerdict(
            backend.Address,
            isUsable && backend.HasRoom,
            reason,
            backend.Weight,
            backend.InUse
        );
    }

    private static string Unhealthy(BackendState backend) =>
        backend.LastCheckOutcome is { Length: > 0 } outcome ? $"unhealthy: {outcome}" : "unhealthy";

    private string Describe(ClusterSnapshot cluster, bool isRunning)
    {
        BackendVerdict[] open = [.. Backends.Where(b => b.IsEligible)];
        int weight = open.Sum(b => b.Weight);
        string shares =
            open.Select(b => b.Weight).Distinct().Count() <= 1
                ? "each the same share"
                : string.Create(CultureInfo.InvariantCulture, $"by weight, {weight} in all");
        return cluster.Config.Algorithm switch
        {
            BalancingAlgorithm.LeastConnections =>
                "leastConnections: the fewest in use for its weight; equals take turns",
            BalancingAlgorithm.Random => $"random: any eligible one, {shares}",
            BalancingAlgorithm.PowerOfTwo =>
                $"powerOfTwo: two eligible ones at random, {shares}; the one with fewer in use for its weight is taken",
            _ =>
                $"roundRobin: the eligible ones in turn, {shares}{(isRunning ? "" : "; shown is the first turn after a start")}",
        };
    }
}
