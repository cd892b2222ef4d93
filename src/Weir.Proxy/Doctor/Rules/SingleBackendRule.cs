// A cluster of one has nobody to fail over to.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>single-backend</c></summary>
public sealed class SingleBackendRule() : DoctorRule("single-backend")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (cluster.Backends.Length == 1)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "backends",
                    (
                        $"cluster {cluster.Name} has one backend: when it fails or restarts, so does the service",
                        "add a second backend"
                    )
                );
            }
        }
    }
}
