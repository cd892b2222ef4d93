// Keys of loadBalancer: one of its own, and defaults for all clusters.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of loadBalancer: one of its own, and defaults for all clusters.</summary>
internal static class LoadBalancerKeys
{
    /// <summary>What it says for the whole process. The defaults for clusters are in force in each of them.</summary>
    public static readonly KeyTable<LoadBalancerConfig> OfProcess = new(
        "loadBalancer",
        new LoadBalancerConfig()
    );

    public static readonly Key<LoadBalancerConfig, long> ConnectionIdleTimeout = OfProcess.Add(
        ClusterKeys.ConnectionIdleTimeout.Name,
        ClusterKeys.ConnectionIdleTimeout.Type,
        l => l.ConnectionIdleTimeoutMs,
        (l, v) => l with { ConnectionIdleTimeoutMs = v },
        ClusterKeys.ConnectionIdleTimeout.Description,
        KeyTraits.ReadApart
    );

    public static readonly Key<LoadBalancerConfig, long> MetricsInterval = OfProcess.Add(
        "metricsInterval",
        KeyTypes.DurationOrZero,
        l => l.MetricsIntervalMs,
        (l, v) => l with { MetricsIntervalMs = v },
        "Time between two metrics events; 0: none."
    );

    public static readonly SectionKeys All = new(
        OfProcess.Name,
        ClusterKeys.All.Keys.Where(key => key != ClusterKeys.Backends).Append(MetricsInterval)
    );
}
