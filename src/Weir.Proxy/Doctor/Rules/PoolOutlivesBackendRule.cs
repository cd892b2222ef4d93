// Where the backend closes idle connections before Weir does, a request may meet the closing one.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>pool-outlives-backend</c></summary>
public sealed class PoolOutlivesBackendRule() : DoctorRule("pool-outlives-backend")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        HashSet<string> http = ClusterUse.Http(config);
        foreach (ClusterConfig cluster in config.Clusters)
        {
            // A warm connection that is lost is another matter: nothing was sent on it, see warm-paused.
            if (!http.Contains(cluster.Name) && cluster.TcpPooling != TcpPooling.Reuse)
            {
                continue;
            }

            long stale = (facts.Live?.Backends() ?? [])
                .Where(b => string.Equals(b.Now.Cluster, cluster.Name, StringComparison.Ordinal))
                .Where(b => !HasDied(b.Before, b.Now) && IsRepeated(facts.Live!, b.Now))
                .Sum(b => Stale(b.Now) - Stale(b.Before));
            if (stale > 0)
            {
                yield return OfCluster(
                    FindingSeverity.Warning,
                    facts,
                    cluster,
                    "connectionIdleTimeout",
                    (
                        Text(
                            $"backends of cluster {cluster.Name} closed {stale} idle connections in {facts.Live!.WindowSeconds:0} s before Weir did; a request sent at that moment fails, unless it may be repeated"
                        ),
                        $"set connectionIdleTimeout of the cluster below the backend's keep-alive timeout (it is {DurationText.Describe(cluster.ConnectionIdleTimeoutMs)}), or raise the backend's above it"
                    )
                );
            }
            else if (
                cluster is
                { ConnectionIdleTimeoutMs: 0 or > UsualKeepAliveMs, ConnectionPoolSize: > 0 }
            )
            {
                yield return OfCluster(
                    FindingSeverity.Info,
                    facts,
                    cluster,
                    "connectionIdleTimeout",
                    (
                        $"cluster {cluster.Name} keeps idle connections {Kept(cluster)}, longer than most servers do (nginx closes after 75s, Apache and Node.js after 5s)",
                        "set connectionIdleTimeout of the cluster below the backend's keep-alive timeout"
                    )
                );
            }
        }
    }

    /// <summary>nginx's keepalive_timeout, the longest of the usual ones.</summary>
    private const long UsualKeepAliveMs = 75_000;

    // A process that ends closes all its connections, and whatever its timeout is, it is not to blame.
    private static bool HasDied(BackendMetrics before, BackendMetrics now) =>
        !now.IsHealthy
        || now.TurnedUnhealthy > before.TurnedUnhealthy
        || Refused(now) > Refused(before);

    // One that was replaced within a moment was never found down, but it closed its connections once.
    private static bool IsRepeated(LiveFacts live, BackendMetrics backend) =>
        live.StaleTimes.GetValueOrDefault((backend.Cluster, backend.Address)) > 1;

    private static long Refused(BackendMetrics backend) =>
        backend.Connects[(int)ConnectResult.Refused];

    private static long Stale(BackendMetrics backend) =>
        backend.Evictions[(int)EvictionReason.Stale];

    private static string Kept(ClusterConfig cluster) =>
        cluster.ConnectionIdleTimeoutMs == 0
            ? "for ever"
            : "for " + DurationText.Describe(cluster.ConnectionIdleTimeoutMs);
}
