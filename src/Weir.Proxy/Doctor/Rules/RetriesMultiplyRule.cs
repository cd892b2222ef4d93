// Every layer that tries again multiplies the load on a service that is failing already.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>retries-multiply</c></summary>
public sealed class RetriesMultiplyRule() : DoctorRule("retries-multiply")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        bool isBehindProxy = config.Listeners.Any(l => l.TrustedProxies.Length > 0);
        foreach (ClusterConfig cluster in config.Clusters)
        {
            int tries = cluster.Retries + 1;
            if (cluster.Retries > 1 || (isBehindProxy && cluster.Retries > 0))
            {
                yield return OfCluster(
                    isBehindProxy && cluster.Retries > 1
                        ? FindingSeverity.Warning
                        : FindingSeverity.Info,
                    facts,
                    cluster,
                    "retries",
                    (
                        Text(
                            $"a request to cluster {cluster.Name} may be tried {tries} times here{(isBehindProxy ? Text($", and with a proxy in front that does the same {tries * tries} times") : "")}"
                        ),
                        "let one layer alone try again, the one nearest to the client that knows whether it may; set retries to 0 in the others"
                    )
                );
            }
        }
    }
}
