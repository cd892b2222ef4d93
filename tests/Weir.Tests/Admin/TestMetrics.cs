// A collector over counters that a test fills, and a living backend.
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Metrics;

namespace Weir.Tests.Admin;

internal sealed class TestMetrics
{
    public TestMetrics(string clusterName = "api", int maxConnections = 0)
    {
        Collector = new MetricsCollector([Worker], "1.2.3", "epoll");
        Worker.EnsureCapacity(1, 2, 1);
        ProxySnapshot snapshot = TestSnapshots.Build(
            [TestSnapshots.Http("web", clusterName)],
            TestSnapshots.Cluster(clusterName, 9100) with
            {
                MaxConnections = maxConnections,
            }
        );
        Backend = snapshot.Clusters[0].Backends[0];
        Collector.Follow(snapshot);
    }

    public WorkerCounters Worker { get; } = new();

    public BackendState Backend { get; }

    public MetricsCollector Collector { get; }
}
