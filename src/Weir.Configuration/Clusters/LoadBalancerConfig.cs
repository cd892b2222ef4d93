// What loadBalancer says for the whole process. Its cluster keys are defaults and live, resolved, in
// each ClusterConfig.

namespace Weir.Configuration.Clusters;

/// <summary>Settings for clients and reports.</summary>
public sealed record LoadBalancerConfig
{
    /// <summary>For client connections; 0: never.</summary>
    public long ConnectionIdleTimeoutMs { get; init; } = Defaults.ConnectionIdleTimeoutMs;

    /// <summary>Between two metrics events; 0: none.</summary>
    public long MetricsIntervalMs { get; init; } = Defaults.MetricsIntervalMs;
}
