// One cluster as written. Every value is resolved: its own, else the one in loadBalancer, else the
// built-in default.
using System.Collections.Immutable;

namespace Weir.Configuration.Clusters;

/// <summary>Backends that answer for each other, and how they are used.</summary>
public sealed record ClusterConfig
{
    public required string Name { get; init; }

    public BalancingAlgorithm Algorithm { get; init; } = BalancingAlgorithm.RoundRobin;

    /// <summary>At least one; addresses are unique.</summary>
    public required ImmutableArray<BackendConfig> Backends { get; init; }

    public HealthCheckConfig HealthCheck { get; init; } = new();

    /// <summary>Idle connections kept for each backend, over all reactors; 0: no pooling.</summary>
    public int ConnectionPoolSize { get; init; } = Defaults.ConnectionPoolSize;

    public long BackendCheckIntervalMs { get; init; } = Defaults.BackendCheckIntervalMs;

    /// <summary>The N-th failure in a row makes a backend unhealthy.</summary>
    public int BackendFailureThreshold { get; init; } = Defaults.BackendFailureThreshold;

    /// <summary>Successful checks in a row that make a backend healthy.</summary>
    public int SuccessThreshold { get; init; } = Defaults.SuccessThreshold;

    /// <summary>For pooled connections, tunnels and tcp sessions; 0: never.</summary>
    public long ConnectionIdleTimeoutMs { get; init; } = Defaults.ConnectionIdleTimeoutMs;

    /// <summary>For each try.</summary>
    public long BackendConnectTimeoutMs { get; init; } = Defaults.BackendConnectTimeoutMs;

    public WhenAllUnhealthy WhenAllUnhealthy { get; init; } = WhenAllUnhealthy.Reject;

    /// <summary>Further tries after bytes went out; connect failures do not count.</summary>
    public int Retries { get; init; } = Defaults.Retries;

    /// <summary>From the last byte of the request to the complete head of the response.</summary>
    public long ResponseTimeoutMs { get; init; } = Defaults.ResponseTimeoutMs;

    /// <summary>In use on each backend, over all reactors; 0: no limit.</summary>
    public int MaxConnections { get; init; }

    /// <summary>How many at one time each backend should have, for the scaling signals; 0: 70 % of <see cref="MaxConnections"/>.</summary>
    public int TargetConcurrency { get; init; }

    /// <summary>Longest wait for a backend at its limit.</summary>
    public long QueueTimeoutMs { get; init; } = Defaults.QueueTimeoutMs;

    /// <summary>How many may wait; 0: nobody waits.</summary>
    public int MaxQueue { get; init; } = Defaults.MaxQueue;

    public TcpPooling TcpPooling { get; init; } = TcpPooling.Warm;

    /// <summary>Silence asked of a backend before its connection is used again in tcp mode.</summary>
    public long ReuseQuietTimeMs { get; init; } = Defaults.ReuseQuietTimeMs;

    /// <summary>Whether requests on new connections go out with the SYN (RFC 7413).</summary>
    public bool TcpFastOpen { get; init; }

    /// <summary>By value, lists included; values without effect on its checks do not count.</summary>
    public bool Equals(ClusterConfig? other) =>
        string.Equals(Name, other?.Name, StringComparison.Ordinal)
        && ClusterKeys.All.AreEqual(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
