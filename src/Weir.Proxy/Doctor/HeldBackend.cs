// A backend that gets no work because an operator wanted it so.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Doctor;

/// <param name="Cluster">Of the backend.</param>
/// <param name="Address">As configured.</param>
/// <param name="How"><c>drain</c>, <c>maint</c> or <c>weight 0</c>.</param>
/// <param name="HeldMs">For how long.</param>
/// <param name="Order">By whom, since when and why.</param>
public sealed record HeldBackend(
    string Cluster,
    string Address,
    string How,
    long HeldMs,
    OperatorOrder Order
)
{
    /// <summary>Those of all clusters, in their order; without those of which nobody knows who held them.</summary>
    public static IEnumerable<HeldBackend> Among(
        IEnumerable<ClusterState> clusters,
        long nowUnixMs
    ) =>
        from cluster in clusters
        from backend in cluster.Backends
        let held = HowOf(backend)
        let order = held.Order
        where order is not null
        select new HeldBackend(
            cluster.Name,
            backend.Address,
            held.Text,
            long.Max(0, nowUnixMs - order.UnixMs),
            order
        );

    private static (string Text, OperatorOrder? Order) HowOf(BackendState backend) =>
        backend.Admin switch
        {
            AdminState.Drain => ("drain", backend.Orders.State),
            AdminState.Maint => ("maint", backend.Orders.State),
            _ when backend.Weight == 0 => ("weight 0", backend.Orders.Weight),
            _ => ("", null),
        };
}
