// The whole configuration as written, all defaults filled in. Immutable: a reload makes a new one.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;

namespace Weir.Configuration;

/// <summary>Everything that one configuration says.</summary>
public sealed record WeirConfig
{
    /// <summary>At least one; names and addresses are unique.</summary>
    public required ImmutableArray<ListenerConfig> Listeners { get; init; }

    /// <summary>At least one, in file order; names are unique.</summary>
    public required ImmutableArray<ClusterConfig> Clusters { get; init; }

    /// <summary>What tells this instance from others in Via; null: random at start.</summary>
    public string? Instance { get; init; }

    public LoadBalancerConfig LoadBalancer { get; init; } = new();

    public LoggingConfig Logging { get; init; } = new();

    public ReactorConfig Reactor { get; init; } = new();

    public ShutdownConfig Shutdown { get; init; } = new();

    public AdminConfig Admin { get; init; } = new();

    public ScalingConfig Scaling { get; init; } = new();

    public AccessLogConfig AccessLog { get; init; } = new();

    public TelemetryConfig Telemetry { get; init; } = new();

    /// <summary>By value, lists included; values without effect do not count.</summary>
    public bool Equals(WeirConfig? other) => RootKeys.All.AreEqual(this, other);

    public override int GetHashCode() =>
        HashCode.Combine(Listeners.Length, Clusters.Length, Logging, Reactor);
}
