// An operator's order as the API shows it.
using Weir.Proxy.Backends;

namespace Weir.Admin.Views;

/// <summary>When, in RFC 3339; by whom; why, empty where no reason was given.</summary>
public sealed record OrderView(string Timestamp, string Who, string Reason)
{
    /// <summary>What was ordered of a backend last; null where nobody ordered anything.</summary>
    public static OrderView? Of(OperatorOrders orders) =>
        (orders.State, orders.Weight) switch
        {
            (null, null) => null,
            ({ } state, null) => Of(state),
            (null, { } weight) => Of(weight),
            ({ } state, { } weight) => Of(state.UnixMs >= weight.UnixMs ? state : weight),
        };

    private static OrderView Of(OperatorOrder order) =>
        new(order.Timestamp, order.Who, order.Reason);
}
