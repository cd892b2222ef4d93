// A cluster in which every backend has weight 0 takes no request.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>no-weight</c></summary>
public sealed class NoWeightRule() : DoctorRule("no-weight")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (cluster.Backends.All(b => b.Weight == 0))
            {
                yield return OfCluster(
                    FindingSeverity.Error,
                    facts,
                    cluster,
                    "backends",
                    (
                        $"every backend of cluster {cluster.Name} has weight 0: each request gets 503",
                        "give one of them a weight above 0"
                    )
                );
            }
        }
    }
}
