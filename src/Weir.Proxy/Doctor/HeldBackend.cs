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
    ) => clusters.SelectMany(c => c.Backends).Select(b => Of(b, nowUnixMs)).OfType<HeldBackend>();

    /// <summary>Null where nobody holds it, or nobody knows who does.</summary>
    public static HeldBackend? Of(BackendState backend, long nowUnixMs) =>
        HowOf(backend) is ({ } how, { } order)
            ? new HeldBackend(
                backend.Cluster.Name,
                backend.Address,
                how,
                long.Max(0, nowUnixMs - order.UnixMs),
                order
            )
            : null;

    private static (string Text, OperatorOrder? Order) HowOf(BackendState backend) =>
        backend.Admin switch
        {
            AdminState.Drain => ("drain", backend.Orders.State),
            AdminState.Maint => ("maint", backend.Orders.State),
            _ when backend.Weight == 0 => ("weight 0", backend.Orders.Weight),
            _ => ("", null),
        };
}
