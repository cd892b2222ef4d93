// A request that may take longer than a drain is cut by each restart.

using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>drain-too-short</c></summary>
public sealed class DrainTooShortRule() : DoctorRule("drain-too-short")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        HashSet<string> http = ClusterUse.Http(config); // a tcp session waits for no response
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (http.Contains(cluster.Name) && cluster.ResponseTimeoutMs > config.Shutdown.DrainMs)
            {
                yield return OfKey(
                    FindingSeverity.Info,
                    facts,
                    "shutdown.drainSeconds",
                    (
                        $"a response may take {DurationText.Describe(cluster.ResponseTimeoutMs)} (responseTimeout of cluster {cluster.Name}), but a drain cuts what is left after {DurationText.Describe(config.Shutdown.DrainMs)}",
                        "set drainSeconds to the longest request that should survive a restart, and the service manager's stop timeout above it"
                    )
                );
                yield break; // one key for all clusters: once is enough
            }
        }
    }
}
