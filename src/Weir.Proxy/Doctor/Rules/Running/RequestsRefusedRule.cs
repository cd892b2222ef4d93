// Clients that were turned away because every backend was at its limit.

using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>requests-refused</c></summary>
public sealed class RequestsRefusedRule() : DoctorRule("requests-refused")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            long refused = Refusals.Of(facts, cluster.Name);
            if (refused == 0 || cluster.MaxConnections == 0)
            {
                continue; // without a limit it was the process that was overloaded
            }

            long served = facts
                .Live!.Backends() // where something was refused, something was counted
                .Where(b => string.Equals(b.Now.Cluster, cluster.Name, StringComparison.Ordinal))
                .Sum(b => b.Now.Acquires.Sum() - b.Before.Acquires.Sum());
            yield return OfCluster(
                FindingSeverity.Error,
                facts,
                cluster,
                "maxConnections",
                (
                    Text(
                        $"{refused} of {refused + served} requests to cluster {cluster.Name} ({100.0 * refused / (refused + served):0.#} %) were turned away in {facts.Live!.WindowSeconds:0} s: every backend had its {cluster.MaxConnections} of maxConnections in use, and the queue (maxQueue {cluster.MaxQueue}, queueTimeout {DurationText.Describe(cluster.QueueTimeoutMs)}) was full or too slow"
                    ),
                    "raise maxConnections as far as the backends bear it, or add backends; raise maxQueue and queueTimeout where only bursts are turned away"
                )
            );
        }
    }
}
