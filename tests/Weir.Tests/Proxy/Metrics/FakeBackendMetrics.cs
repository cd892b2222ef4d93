// A backend whose figures a test sets.

using Weir.Proxy.Metrics;

namespace Weir.Tests.Proxy.Metrics;

/// <summary>Plain values behind the port of the metrics.</summary>
internal sealed class FakeBackendMetrics(int id, string cluster, string address)
    : BackendMetricsSource
{
    public int InUseNow;
    public int IdleNow;
    public bool HealthyNow = true;
    public bool WarmPausedNow;
    public long Succeeded;
    public long Failed;
    public long ToHealthy;
    public long ToUnhealthy;

    public override int Id => id;
    public override string Cluster => cluster;
    public override string Address => address;
    public override int InUse => InUseNow;
    public override int Idle => IdleNow;
    public override bool IsHealthy => HealthyNow;
    public override bool IsWarmPaused => WarmPausedNow;
    public override long ChecksSucceeded => Succeeded;
    public override long ChecksFailed => Failed;
    public override long TurnedHealthy => ToHealthy;
    public override long TurnedUnhealthy => ToUnhealthy;
}
