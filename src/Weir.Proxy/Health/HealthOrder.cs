// What other threads tell the monitor.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Health;

/// <summary>One of the two.</summary>
/// <param name="Clusters">All there are to check from now on.</param>
/// <param name="Change">Of the members of one that is checked.</param>
internal readonly record struct HealthOrder(ClusterSnapshot[]? Clusters, MemberChange? Change);
