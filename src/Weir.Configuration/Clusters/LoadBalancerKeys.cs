// Keys of loadBalancer: one of its own, and defaults for all clusters.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of loadBalancer: one of its own, and defaults for all clusters.</summary>
internal static class LoadBalancerKeys
{
    public static readonly DurationKey MetricsInterval = new(
        "metricsInterval",
        Defaults.MetricsIntervalMs,
        true,
        "Time between two metrics events; 0: none."
    );

    public static readonly SectionKeys All = new(
        "loadBalancer",
        [.. ClusterKeys.Shared, MetricsInterval]
    );
}
