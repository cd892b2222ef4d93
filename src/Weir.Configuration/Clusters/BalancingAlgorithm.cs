// A choice of the configuration: the balancing algorithm of a cluster.

namespace Weir.Configuration.Clusters;

/// <summary>How a cluster chooses the backend for new work.</summary>
public enum BalancingAlgorithm
{
    /// <summary>Smooth and weighted.</summary>
    RoundRobin,

    /// <summary>The fewest in use for its weight.</summary>
    LeastConnections,

    /// <summary>By weight, without memory.</summary>
    Random,

    /// <summary>The less busy of two chosen at random.</summary>
    PowerOfTwo,
}
