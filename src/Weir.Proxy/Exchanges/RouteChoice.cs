// Where a request goes.
using Weir.Configuration.Clusters;
using Weir.Proxy.Policies;
using Weir.Proxy.Routing;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The route that matched and what it leads to; all null before that, and where none did.</summary>
/// <param name="Route">As configured.</param>
/// <param name="Cluster">As the worker uses it.</param>
/// <param name="Settings">The cluster's as they were when the request was routed to it.</param>
/// <param name="Policies">Which take part in it.</param>
internal readonly record struct RouteChoice(
    Route? Route,
    WorkerCluster? Cluster,
    ClusterConfig? Settings,
    PolicyChain? Policies
);
