// Whether this process should get traffic, and why not.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;

namespace Weir.Admin;

/// <summary>Ready means: it listens, it is not draining, and every cluster has a backend to send work to.</summary>
public static class Readiness
{
    /// <summary>Why it is not ready, one sentence each; empty when it is.</summary>
    public static IReadOnlyList<string> Reasons(
        AdminStatus status,
        IReadOnlyList<ClusterState> clusters
    )
    {
        List<string> reasons = [];
        if (!status.IsListening)
        {
            reasons.Add("not listening yet");
        }

        if (status.IsDraining)
        {
            reasons.Add("draining");
        }

        foreach (ClusterState cluster in clusters)
        {
            // With failOpen a cluster sends work somewhere whatever its checks say.
            if (
                cluster.Usable.Backends.Length == 0
                && cluster.Config.WhenAllUnhealthy != WhenAllUnhealthy.FailOpen
            )
            {
                reasons.Add($"cluster {cluster.Name} has no usable backend");
            }
        }

        return reasons;
    }
}
