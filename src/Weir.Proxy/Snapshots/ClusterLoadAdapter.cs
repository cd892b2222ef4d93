// Lets the metrics read a living cluster without knowing its type: Metrics and Backends are neighbours that do not know each other.
using Weir.Proxy.Backends;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Snapshots;

/// <summary>A <see cref="ClusterState"/> as a source of facts.</summary>
public sealed class ClusterLoadAdapter(ClusterState cluster) : ClusterLoadSource
{
    public override int Backends => cluster.Backends.Length;

    public override int Usable => cluster.Usable.Backends.Length;

    public override int MaxConnections => cluster.Config.MaxConnections;

    public override int TargetConcurrency => cluster.Config.TargetConcurrency;
}
