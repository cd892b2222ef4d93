// A choice of the configuration: what a cluster does when no backend is healthy.

namespace Weir.Configuration.Clusters;

/// <summary>What happens to new work while every backend of a cluster is unhealthy.</summary>
public enum WhenAllUnhealthy
{
    /// <summary>503 or a reset, at once.</summary>
    Reject,

    /// <summary>Health is ignored: work goes to all of them.</summary>
    FailOpen,
}
