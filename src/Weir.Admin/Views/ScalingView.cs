// The scaling signals of a cluster as the API shows them.

using Weir.Proxy.Metrics;

namespace Weir.Admin.Views;

/// <summary>One cluster. Rates are for a second, times in seconds; utilisation and desired backends are null where the configuration sets no
/// limit and no target, and <see cref="Hint"/> says what to set.</summary>
public sealed record ScalingView(
    string Name,
    int Backends,
    int UsableBackends,
    int MaxConnections,
    double TargetConcurrency,
    double ArrivalsPerSecond,
    double BackendTimeSeconds,
    double Concurrency,
    double Waiting,
    double Demand,
    double QueueWaitSeconds,
    double Saturation,
    double? Utilisation,
    int? DesiredBackends,
    string? Hint
)
{
    public static ScalingView Of(ClusterScaling cluster) =>
        new(
            cluster.Name,
            cluster.Capacity.Backends,
            cluster.Capacity.Usable,
            cluster.Capacity.MaxConnections,
            cluster.Capacity.Target,
            cluster.ArrivalRate,
            cluster.BackendSeconds,
            cluster.Concurrency,
            cluster.Waiting,
            cluster.Demand,
            cluster.QueueWaitSeconds,
            cluster.Saturation,
            cluster.Utilisation,
            cluster.DesiredBackends,
            cluster.Capacity.Target > 0
                ? null
                : "set targetConcurrency or maxConnections of this cluster to get its desired backends"
        );

    public static ScalingView[] All(IAdminControl control) => [.. control.Scaling.Select(Of)];
}
