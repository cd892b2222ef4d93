// An http backend whose process hangs still takes connections.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>connect-only-check</c></summary>
public sealed class ConnectOnlyCheckRule() : DoctorRule("connect-only-check")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        HashSet<string> http = ClusterUse.Http(config);
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (http.Contains(cluster.Name) && cluster.HealthCheck.Type == HealthCheckType.Tcp)
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "healthCheck.type",
                    (
                        $"cluster {cluster.Name} serves http, but its checks only connect: a backend that hangs or answers 500 stays healthy",
                        "set healthCheck to { \"type\": \"http\", \"path\": … } with a path that says whether the service works"
                    )
                );
            }
        }
    }
}
