// How a backend of a running Weir is, for a replica of it.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Explain;

/// <param name="Cluster">Its cluster.</param>
/// <param name="Address">As configured.</param>
/// <param name="Health">What checks and traffic made of it.</param>
/// <param name="Admin">The state that an operator set.</param>
/// <param name="Weight">In force.</param>
/// <param name="InUse">Connections assigned to clients.</param>
/// <param name="Outcome">What the last check found; null before it.</param>
public sealed record BackendCondition(
    string Cluster,
    string Address,
    HealthStatus Health,
    AdminState Admin,
    int Weight,
    int InUse,
    string? Outcome
);
