// A cluster whose facts a test sets.

using Weir.Proxy.Metrics;

namespace Weir.Tests.Proxy.Metrics;

/// <summary>Plain values behind the port of the metrics.</summary>
internal sealed class FakeClusterLoad : ClusterLoadSource
{
    public int UsableNow = 1;
    public int Limit;

    public override int Backends => 1;
    public override int Usable => UsableNow;
    public override int MaxConnections => Limit;
    public override int TargetConcurrency => 0;
}
