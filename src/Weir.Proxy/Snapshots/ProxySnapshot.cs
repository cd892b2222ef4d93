// A whole config as compiled. A reload makes a new one and posts it to every worker; requests under way keep theirs.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Snapshots;

/// <summary>Listeners, routes and clusters ready for work. Immutable; the states it points to live on.</summary>
public sealed class ProxySnapshot
{
    public required WeirConfig Config { get; init; }

    public required ListenerSnapshot[] Listeners { get; init; }

    public required ClusterState[] Clusters { get; init; }

    /// <summary>Those that tcp listeners pass their connections to.</summary>
    public required IReadOnlySet<ClusterState> TcpClusters { get; init; }

    /// <summary>One above the highest number of a listener, cluster or backend so far: sizes for counters.</summary>
    public required int ListenerIdLimit { get; init; }

    public required int ClusterIdLimit { get; init; }

    public required int BackendIdLimit { get; init; }
}
