// A check that may take longer than the time to the next one.

using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>check-slower-than-interval</c></summary>
public sealed class CheckSlowerThanIntervalRule() : DoctorRule("check-slower-than-interval")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (
                cluster.HealthCheck.Type != HealthCheckType.None
                && cluster.HealthCheck.TimeoutMs > cluster.BackendCheckIntervalMs
            )
            {
                yield return OfCluster(
                    FindingSeverity.Warning,
                    facts,
                    cluster,
                    "healthCheck.timeout",
                    (
                        $"a check of cluster {cluster.Name} may take {DurationText.Describe(cluster.HealthCheck.TimeoutMs)}, longer than the {DurationText.Describe(cluster.BackendCheckIntervalMs)} between two checks: a dead backend is found late",
                        $"set healthCheck.timeout below {DurationText.Describe(cluster.BackendCheckIntervalMs)}, or backendCheckInterval above it"
                    )
                );
            }
        }
    }
}
