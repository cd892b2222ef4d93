// The load of clusters over all workers.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class ScalingMonitorTests
{
    private const long SecondUs = 1_000_000;
    private readonly ClusterSnapshot[] _clusters = TestSnapshots
        .Build(
            [],
            TestSnapshots.Cluster("a", 9100, 9101) with
            {
                MaxConnections = 10,
                TargetConcurrency = 4,
            },
            TestSnapshots.Cluster("b", 9102)
        )
        .Clusters;
    private readonly ScalingMonitor _monitor = new();

    [Fact]
    public void Workers_add_up_and_one_that_has_not_got_the_cluster_yet_counts_as_nothing()
    {
        Sample(0);
        LoadCounters first = Add(worker: 0);
        first.Arrivals = 10;
        first.Placed = 10;
        first.InUse.Change(1, 0);
        Sample(1).Concurrency.ShouldBe(1);

        LoadCounters second = Add(worker: 1);
        second.Arrivals = second.Refused = 10;
        second.Waiting.Change(1, SecondUs);
        ClusterScaling latest = Sample(2);
        latest.ArrivalRate.ShouldBe(10);
        latest.Concurrency.ShouldBe(1);
        latest.Waiting.ShouldBe(0.5);
        latest.Saturation.ShouldBe(0.5);
    }

    [Fact]
    public void Every_cluster_of_the_config_is_there_from_the_first_sample_and_in_its_order()
    {
        _monitor.Latest.ShouldBeEmpty();
        _monitor.Sample([_clusters[1], _clusters[0]], 0, SecondUs);
        _monitor.Latest.Select(c => c.Name).ShouldBe(["b", "a"]);
        _monitor.Sample([_clusters[0]], 0, SecondUs);
        _monitor.Latest.Select(c => c.Name).ShouldBe(["a"]);
    }

    [Fact]
    public void What_the_backends_can_take_is_read_at_each_sample()
    {
        Sample(0).Capacity.ShouldBe(new ScalingCapacity(2, 2, 10, 4));
        _clusters[0].Backends[1].SetAdmin(AdminState.Drain);
        Sample(1).Capacity.ShouldBe(new ScalingCapacity(2, 1, 10, 4));
    }

    [Fact]
    public void A_window_of_another_length_begins_anew()
    {
        Sample(0);
        Add(worker: 0).Arrivals = 10;
        Sample(1).ArrivalRate.ShouldBe(10);
        Sample(2, windowSeconds: 7).ArrivalRate.ShouldBe(0);
        Sample(3, windowSeconds: 7).ArrivalRate.ShouldBe(0);
    }

    private LoadCounters Add(int worker)
    {
        var part = new ClusterPart();
        _clusters[0].State.Parts.Add(worker, part);
        return part.Counters.Load;
    }

    private ClusterScaling Sample(long second, long windowSeconds = 60)
    {
        _monitor.Sample([_clusters[0]], second * SecondUs, windowSeconds * SecondUs);
        return _monitor.Latest.Single();
    }
}
