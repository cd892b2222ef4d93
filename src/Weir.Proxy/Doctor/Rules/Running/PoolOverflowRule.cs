// Connections that were closed only because the pool was full.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>pool-overflow</c></summary>
public sealed class PoolOverflowRule() : DoctorRule("pool-overflow")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (ClusterConfig cluster in config.Clusters)
        {
            var backends = (facts.Live?.Backends() ?? [])
                .Where(b => string.Equals(b.Now.Cluster, cluster.Name, StringComparison.Ordinal))
                .ToArray();
            long closed = backends.Sum(b => Overflow(b.Now) - Overflow(b.Before));
            if (closed == 0)
            {
                continue;
            }

            int enough = backends.Max(b =>
                facts.Live!.PeakConnections.GetValueOrDefault((b.Now.Cluster, b.Now.Address))
            );
            yield return OfCluster(
                FindingSeverity.Warning,
                facts,
                cluster,
                "connectionPoolSize",
                (
                    Text(
                        $"{closed} connections of cluster {cluster.Name} were closed in {facts.Live!.WindowSeconds:0} s because the pool of {cluster.ConnectionPoolSize} was full, and opened again later"
                    ),
                    Text(
                        $"set connectionPoolSize to {int.Max(enough, cluster.ConnectionPoolSize + 1)}: so many connections a backend were seen at once"
                    )
                )
            );
        }
    }

    private static long Overflow(BackendMetrics backend) =>
        backend.Evictions[(int)EvictionReason.Overflow];
}
