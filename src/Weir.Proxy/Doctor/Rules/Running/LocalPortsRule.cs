// Each connection to a backend takes one source port of the range.

using Weir.Configuration;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>few-local-ports</c></summary>
public sealed class LocalPortsRule() : DoctorRule("few-local-ports")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            int most = int.Max(cluster.MaxConnections, cluster.ConnectionPoolSize);
            if (facts.Host.LocalPorts is { } ports && most > ports)
            {
                yield return OfCluster(
                    FindingSeverity.Warning,
                    facts,
                    cluster,
                    cluster.MaxConnections > ports ? "maxConnections" : "connectionPoolSize",
                    (
                        Text(
                            $"a backend of cluster {cluster.Name} may get {most} connections, but there are only {ports} source ports to one address"
                        ),
                        "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\", or give the backend a second address"
                    )
                );
            }
        }
    }
}
