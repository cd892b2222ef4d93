// Without a pool every request waits for a connect.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>pool-off</c></summary>
public sealed class PoolOffRule() : DoctorRule("pool-off")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (cluster.ConnectionPoolSize == 0)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "connectionPoolSize",
                    (
                        $"cluster {cluster.Name} keeps no connections: every request or tcp session waits for a connect of its own",
                        "set connectionPoolSize above 0 unless the backend cannot stand idle connections"
                    )
                );
            }
        }
    }
}
