// What the collector sums, and what exists before anything was counted.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class MetricsCollectorTests
{
    private readonly WorkerCounters[] _workers = [new(), new()];
    private readonly FakeBackendMetrics _backend = new(0, "api", "127.0.0.1:9100");

    private MetricsCollector Build()
    {
        var collector = new MetricsCollector(_workers, "1.2.3", "epoll");
        collector.SetTopology(
            new MetricsTopology(
                [new(0, "web", true, [1]), new(1, "cache", false, [2])],
                [new(1, "api", new FakeClusterLoad()), new(2, "store", new FakeClusterLoad())],
                [_backend, new FakeBackendMetrics(1, "store", "unix:/run/s")]
            )
        );
        return collector;
    }

    [Fact]
    public void Every_series_exists_before_a_worker_has_counted_or_even_made_room()
    {
        MetricsSnapshot snapshot = Build().Collect();

        snapshot.Listeners.Select(l => l.Name).ShouldBe(["web", "cache"]);
        snapshot.Listeners[0].Responses.Select(r => r.Cluster).ShouldBe(["", "api"]);
        snapshot.Listeners[0].Responses.ShouldAllBe(r => r.ByClass.SequenceEqual(new long[5]));
        snapshot.Listeners[1].Responses.ShouldBeEmpty();
        snapshot.Clusters.Select(c => c.Name).ShouldBe(["", "api", "store"]);
        snapshot.Clusters.ShouldAllBe(c => c.Failures.Length == FailureCodes.Count);
        snapshot.Clusters.ShouldAllBe(c => c.Retries.Length == FailureCodes.Count);
        snapshot.Clusters.ShouldAllBe(c => c.RequestDuration.Count == 0);
        snapshot.Backends.Select(b => b.Address).ShouldBe(["127.0.0.1:9100", "unix:/run/s"]);
        snapshot.Backends[0].Acquires.ShouldBe([0, 0, 0]);
        snapshot.Backends[0].Evictions.ShouldBe([0, 0, 0, 0]);
        snapshot.Backends[0].Connects.ShouldBe([0, 0, 0, 0, 0]);
        snapshot.Timeouts.ShouldBe([0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Counts_of_all_workers_are_summed()
    {
        MetricsCollector collector = Build();
        foreach (WorkerCounters worker in _workers)
        {
            worker.EnsureCapacity(2, 3, 2);
            worker.ActiveConnections = 3;
            worker.Listener(1).Active = 2;
            worker.Listener(0).ActiveRequests = 5;
            worker.ClientBytes.BytesIn = 10;
            worker.ClientBytes.BytesOut = 20;
            worker.Count(TimeoutKind.Stalled);
            worker.Listener(0).CountResponse(1, 204);
            worker.Cluster(1).Failures[(int)FailureCode.ConnectionRefused]++;
            worker.Cluster(1).Retries[(int)FailureCode.ConnectionTimeout]++;
            worker.Cluster(2).ConnectDuration.Record(200);
            worker.Backend(1).Count(AcquireResult.Warm);
            worker.Backend(1).Count(EvictionReason.Stale);
            worker.Backend(1).Count(ConnectResult.Timeout);
        }

        MetricsSnapshot snapshot = collector.Collect();

        snapshot.ActiveConnections.ShouldBe(6);
        snapshot.Listeners[1].Active.ShouldBe(4);
        snapshot.Listeners[0].ActiveRequests.ShouldBe(10);
        snapshot.BytesIn.ShouldBe(20);
        snapshot.BytesOut.ShouldBe(40);
        snapshot.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(2);
        snapshot.Listeners[0].Responses[1].ByClass.ShouldBe([0, 2, 0, 0, 0]);
        snapshot.Clusters[1].Failures[(int)FailureCode.ConnectionRefused].ShouldBe(2);
        snapshot.Clusters[1].Retries[(int)FailureCode.ConnectionTimeout].ShouldBe(2);
        snapshot.Clusters[2].ConnectDuration.Count.ShouldBe(2);
        snapshot.Clusters[2].ConnectDuration.SumUs.ShouldBe(400);
        snapshot.Backends[1].Acquires.ShouldBe([0, 2, 0]);
        snapshot.Backends[1].Evictions.ShouldBe([0, 0, 2, 0]);
        snapshot.Backends[1].Connects.ShouldBe([0, 0, 2, 0, 0]);
        snapshot.TotalFailures.ShouldBe(2);
        snapshot.TotalRequests.ShouldBe(2);
    }

    [Fact]
    public void Figures_of_backends_are_read_at_each_collection()
    {
        MetricsCollector collector = Build();
        collector.Collect().Backends[0].IsHealthy.ShouldBeTrue();
        collector.Collect().Backends[0].IsWarmPaused.ShouldBeFalse();

        _backend.HealthyNow = false;
        _backend.WarmPausedNow = true;
        _backend.InUseNow = 4;
        _backend.IdleNow = 5;
        _backend.Succeeded = 8;
        _backend.ToHealthy = 9;
        _backend.Failed = 6;
        _backend.ToUnhealthy = 7;

        BackendMetrics backend = collector.Collect().Backends[0];
        backend.IsHealthy.ShouldBeFalse();
        backend.IsWarmPaused.ShouldBeTrue();
        backend.InUse.ShouldBe(4);
        backend.Idle.ShouldBe(5);
        backend.ChecksSucceeded.ShouldBe(8);
        backend.TurnedHealthy.ShouldBe(9);
        backend.ChecksFailed.ShouldBe(6);
        backend.TurnedUnhealthy.ShouldBe(7);
    }

    [Fact]
    public void A_pair_of_listener_and_cluster_that_was_counted_stays_when_the_route_goes()
    {
        MetricsCollector collector = Build();
        _workers[0].EnsureCapacity(1, 3, 0);
        _workers[0].Listener(0).CountResponse(2, 500);

        collector
            .Collect()
            .Listeners[0]
            .Responses.Select(r => r.Cluster)
            .ShouldBe(["", "api", "store"]);
    }

    [Fact]
    public void Totals_do_not_fall_when_listeners_and_clusters_leave_the_config()
    {
        MetricsCollector collector = Build();
        _workers[0].EnsureCapacity(1, 2, 0);
        _workers[0].Listener(0).CountResponse(1, 200);
        _workers[0].Listener(0).CountResponse(1, 100);
        _workers[0].Cluster(1).Failures[(int)FailureCode.NoRoute]++;
        collector.SetTopology(MetricsTopology.Empty);

        MetricsSnapshot snapshot = collector.Collect();

        snapshot.Listeners.ShouldBeEmpty();
        snapshot.TotalRequests.ShouldBe(1, "an interim response is not a request answered");
        snapshot.TotalFailures.ShouldBe(1);
    }

    [Fact]
    public void Reloads_are_counted_by_outcome()
    {
        MetricsCollector collector = Build();
        collector.CountReload(success: true);
        collector.CountReload(success: false);
        collector.CountReload(success: false);

        MetricsSnapshot snapshot = collector.Collect();
        snapshot.ReloadsSucceeded.ShouldBe(1);
        snapshot.ReloadsRejected.ShouldBe(2);
        (snapshot.Version, snapshot.Engine).ShouldBe(("1.2.3", "epoll"));
    }
}
