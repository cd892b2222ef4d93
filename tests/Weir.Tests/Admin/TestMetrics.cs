// A collector over counters that a test fills.
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Tests.Proxy.Metrics;

namespace Weir.Tests.Admin;

internal sealed class TestMetrics
{
    public TestMetrics(string clusterName = "api")
    {
        Collector = new MetricsCollector([Worker], "1.2.3", "epoll");
        Worker.EnsureCapacity(1, 2, 1);
        Backend = new FakeBackendMetrics(0, clusterName, "127.0.0.1:9100");
        Collector.SetTopology(
            new MetricsTopology([new(0, "web", true, [1])], [new(1, clusterName, Load)], [Backend])
        );
    }

    public WorkerCounters Worker { get; } = new();

    public FakeClusterLoad Load { get; } = new();

    public FakeBackendMetrics Backend { get; }

    public MetricsCollector Collector { get; }
}
