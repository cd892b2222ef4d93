// Lets the metrics read a living backend without knowing its type: Metrics and Backends are neighbours that do not know each other.
using Weir.Proxy.Backends;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Snapshots;

/// <summary>A <see cref="BackendState"/> as a source of figures.</summary>
public sealed class BackendMetricsAdapter(BackendState backend) : BackendMetricsSource
{
    public override int Id => backend.Id;

    public override string Cluster => backend.Cluster.Name;

    public override string Address => backend.Address;

    public override int InUse => backend.InUse;

    public override int Idle => backend.Idle;

    public override bool IsHealthy => backend.Health.Status != HealthStatus.Unhealthy;

    public override bool IsWarmPaused => backend.Warm.IsPaused;

    public override long ChecksSucceeded => backend.ChecksSucceeded;

    public override long ChecksFailed => backend.ChecksFailed;

    public override long TurnedHealthy => backend.TurnedHealthy;

    public override long TurnedUnhealthy => backend.TurnedUnhealthy;
}
