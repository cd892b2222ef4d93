// Backends that close connections on which no client came yet.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>warm-paused</c></summary>
public sealed class WarmPausedRule() : DoctorRule("warm-paused")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            string[] paused =
            [
                .. (facts.Live?.Now.Backends ?? [])
                    .Where(b => b.IsWarmPaused)
                    .Where(b => string.Equals(b.Cluster, cluster.Name, StringComparison.Ordinal))
                    .Select(b => b.Address),
            ];
            if (paused.Length > 0)
            {
                yield return OfCluster(
                    FindingSeverity.Warning,
                    facts,
                    cluster,
                    "tcpPooling",
                    (
                        Text(
                            $"no connections are kept ready for {Names.Some(paused)} of cluster {cluster.Name} for {Limits.WarmPauseMs / 60_000} minutes: {Limits.MaxWarmLosses} in a row were closed before a client came, and a server counts and logs each as a failed login (MySQL locks its peer out after max_connect_errors)"
                        ),
                        "set tcpPooling of the cluster to off; a client then waits for one connect, and the backend sees clients only"
                    )
                );
            }
        }
    }
}
