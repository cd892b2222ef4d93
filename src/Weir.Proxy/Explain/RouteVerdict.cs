// What became of one route for a request.
namespace Weir.Proxy.Explain;

/// <param name="Index">In file order from 0; -1 for the listener's own cluster.</param>
/// <param name="Name">Host and prefix as written.</param>
/// <param name="Cluster">Where it leads.</param>
/// <param name="Outcome"><c>matched</c>, <c>passed</c> or <c>notReached</c>.</param>
/// <param name="Reason">The condition that failed; null otherwise.</param>
public sealed record RouteVerdict(
    int Index,
    string Name,
    string Cluster,
    string Outcome,
    string? Reason
);
