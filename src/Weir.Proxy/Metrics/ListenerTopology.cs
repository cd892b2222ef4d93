// A listener as the metrics see it: a number to read counters by and a name to show.
using System.Collections.Immutable;

namespace Weir.Proxy.Metrics;

/// <summary>One configured listener.</summary>
/// <param name="Id">The number under which workers count for it.</param>
/// <param name="Name">Its name in the config.</param>
/// <param name="IsHttp">Whether it answers requests, and so has response counters.</param>
/// <param name="ClusterIds">The clusters that its routes lead to; their series exist from the start.</param>
public sealed record ListenerTopology(
    int Id,
    string Name,
    bool IsHttp,
    ImmutableArray<int> ClusterIds
);
