// What one worker keeps of one cluster.
using Weir.Proxy.Facts;

namespace Weir.Proxy.Backends;

/// <summary>Its counters; the worker adds what it has heard of the cluster, and who waits there.</summary>
public class ClusterPart
{
    public ClusterCounters Counters { get; } = new();
}
