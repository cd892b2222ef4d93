// How the backends of a cluster are checked.
using System.Collections.Immutable;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>One check; its interval and thresholds are keys of the cluster.</summary>
public sealed record HealthCheckConfig
{
    public HealthCheckType Type { get; init; } = HealthCheckType.Tcp;

    /// <summary>Request target of an http check.</summary>
    public string Path { get; init; } = Defaults.HealthCheckPath;

    /// <summary>For the whole check, connect included.</summary>
    public long TimeoutMs { get; init; } = Defaults.BackendConnectTimeoutMs;

    /// <summary>Statuses that are a success.</summary>
    public ImmutableArray<StatusRange> Expect { get; init; } = [new StatusRange(200, 399)];

    /// <summary>The Host header of an http check; null: the address of the backend.</summary>
    public string? Host { get; init; }

    /// <summary>By value, lists included; values without effect on its type do not count.</summary>
    public bool Equals(HealthCheckConfig? other) => HealthCheckKeys.All.AreEqual(this, other);

    public override int GetHashCode() => HashCode.Combine(Type, TimeoutMs);
}
