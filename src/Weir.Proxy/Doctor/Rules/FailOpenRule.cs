// With failOpen nobody notices that every backend is dead but the clients.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>fail-open</c></summary>
public sealed class FailOpenRule() : DoctorRule("fail-open")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (cluster.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "whenAllUnhealthy",
                    (
                        $"when all backends of cluster {cluster.Name} are unhealthy they are used all the same, and /readyz stays 200",
                        "alert on backend_health_status instead of /readyz, or take whenAllUnhealthy out"
                    )
                );
            }
        }
    }
}
