// Whether one backend may get a request.
namespace Weir.Proxy.Explain;

/// <param name="Address">As configured.</param>
/// <param name="IsEligible">Whether the balancer may choose it.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Weight">In force.</param>
/// <param name="InUse">Connections assigned to clients.</param>
public sealed record BackendVerdict(
    string Address,
    bool IsEligible,
    string Reason,
    int Weight,
    int InUse
);
