// A collector over counters that a test fills, and a living backend.
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Metrics;

namespace Weir.Tests.Admin;

internal sealed class TestMetrics
{
    private readonly ClusterPart _cluster = new();
    private readonly BackendPart _backend = new();

    public TestMetrics(string clusterName = "api", int maxConnections = 0)
    {
        Collector = new MetricsCollector([Worker], "1.2.3", "epoll");
        Worker.EnsureListeners(1);
        ProxySnapshot snapshot = TestSnapshots.Build(
            [TestSnapshots.Http("web", clusterName)],
            TestSnapshots.Cluster(clusterName, 9100) with
            {
                MaxConnections = maxConnections,
            }
        );
        Backend = snapshot.Clusters[0].Backends[0];
        snapshot.Clusters[0].State.Parts.Add(0, _cluster);
        Backend.Parts.Add(0, _backend);
        Collector.Follow(snapshot);
    }

    public WorkerCounters Worker { get; } = new();

    /// <summary>The worker's, of the one cluster.</summary>
    public ClusterCounters Cluster => _cluster.Counters;

    /// <summary>The worker's, of the one backend.</summary>
    public BackendCounters BackendCounters => _backend.Counters;

    public BackendState Backend { get; }

    public MetricsCollector Collector { get; }
}
