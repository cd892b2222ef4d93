// A used tcp connection may carry what was meant for one client to another.

using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>tcp-reuse</c></summary>
public sealed class TcpReuseRule() : DoctorRule("tcp-reuse")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        HashSet<string> tcp = ClusterUse.Tcp(config);
        foreach (ClusterConfig cluster in config.Clusters)
        {
            if (tcp.Contains(cluster.Name) && cluster.TcpPooling == TcpPooling.Reuse)
            {
                yield return OfCluster(
                    FindingSeverity.Warning,
                    facts,
                    cluster,
                    "tcpPooling",
                    (
                        $"cluster {cluster.Name} reuses tcp connections: an answer later than the {DurationText.Describe(cluster.ReuseQuietTimeMs)} of reuseQuietTime reaches the next client, and so does what a login left behind",
                        "use warm, unless the protocol answers each request at once and keeps no state on the connection"
                    )
                );
            }
        }
    }
}
