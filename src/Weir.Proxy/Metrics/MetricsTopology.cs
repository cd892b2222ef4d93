// What there is to report on: made anew for each configuration, so that every series of it exists before anything is counted.
using System.Collections.Immutable;

namespace Weir.Proxy.Metrics;

/// <summary>Listeners, clusters and backends of the configuration in force, in its order.</summary>
public sealed record MetricsTopology(
    ImmutableArray<ListenerTopology> Listeners,
    ImmutableArray<ClusterTopology> Clusters,
    ImmutableArray<BackendMetricsSource> Backends
)
{
    public static MetricsTopology Empty { get; } = new([], [], []);
}
