// Above the size of the pool every connection is closed after its request.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Doctor.Rules.Running;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>pool-below-limit</c></summary>
public sealed class PoolBelowLimitRule() : DoctorRule("pool-below-limit")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            (int pool, int limit) = (cluster.ConnectionPoolSize, cluster.MaxConnections);
            if (Refusals.Of(facts, cluster.Name) > 0)
            {
                continue; // the limit itself is what hurts, see requests-refused
            }

            if (limit > 0 && pool > limit)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "connectionPoolSize",
                    (
                        Text(
                            $"the pool of cluster {cluster.Name} holds {pool} idle connections a backend, but only {limit} are ever in use"
                        ),
                        Text(
                            $"set connectionPoolSize to {limit} at most: more only costs the backend"
                        )
                    )
                );
            }
            else if (limit > Roomy * pool && pool > 0)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "connectionPoolSize",
                    (
                        Text(
                            $"cluster {cluster.Name} may have {limit} connections in use on a backend but keeps {pool}: after a burst the rest is closed and opened anew"
                        ),
                        "set connectionPoolSize to the usual number in use; weir doctor on the running process says how many would do"
                    )
                );
            }
        }
    }

    /// <summary>Up to here a burst above the pool is what a pool is for.</summary>
    private const int Roomy = 8;
}
