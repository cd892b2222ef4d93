// What the collector sums, and what exists before anything was counted.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class MetricsCollectorTests
{
    private readonly WorkerCounters[] _workers = [new(), new()];
    private readonly LivingConfig _living = new(new RecordingObserver());
    private readonly ProxySnapshot _snapshot;

    public MetricsCollectorTests() =>
        _snapshot = _living.Apply(
            TestSnapshots.Config(
                [TestSnapshots.Http("web", "api"), TestSnapshots.Tcp("cache", "store")],
                TestSnapshots.Cluster("api", 9100),
                new ClusterConfig
                {
                    Name = "store",
                    Backends = [new() { Address = EndpointAddress.FromUnixPath("/run/s") }],
                }
            )
        );

    private MetricsCollector Build()
    {
        var collector = new MetricsCollector(_workers, "1.2.3", "epoll");
        collector.Follow(_snapshot);
        return collector;
    }

    [Fact]
    public void Before_a_configuration_there_is_nothing_to_report_on()
    {
        var collector = new MetricsCollector(_workers);
        collector.SampleScaling(0, 1);
        MetricsSnapshot snapshot = collector.Collect();

        snapshot.Listeners.ShouldBeEmpty();
        snapshot.Clusters.ShouldHaveSingleItem().Name.ShouldBeEmpty();
        snapshot.Scaling.ShouldBeEmpty();
        snapshot.Backends.ShouldBeEmpty();
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
        for (int i = 0; i < _workers.Length; i++)
        {
            WorkerCounters worker = _workers[i];
            worker.EnsureListeners(2);
            worker.ActiveConnections = 3;
            worker.Listener(1).Active = 2;
            worker.Listener(0).ActiveRequests = 5;
            worker.ClientBytes.BytesIn = 10;
            worker.ClientBytes.BytesOut = 20;
            worker.Count(TimeoutKind.Stalled);
            ClusterCounters api = AddCluster(i, 0);
            worker.CountResponse(api, 0, 204);
            worker.CountFailure(api, FailureCode.ConnectionRefused);
            api.Retries[(int)FailureCode.ConnectionTimeout]++;
            AddCluster(i, 1).ConnectDuration.Record(200);
            BackendCounters store = AddBackend(i, 1);
            store.Count(AcquireResult.Warm);
            store.Count(EvictionReason.Stale);
            store.Count(ConnectResult.Timeout);
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
        BackendMetrics before = collector.Collect().Backends[0];
        before.Cluster.ShouldBe("api");
        before.IsHealthy.ShouldBeTrue("unknown counts as healthy");
        before.IsWarmPaused.ShouldBeFalse();

        BackendState state = _snapshot.Clusters[0].Backends[0];
        state.Take(inUse: 4, idle: 5);
        state.Check(success: false, Defaults.BackendFailureThreshold);
        state.Check(success: true, 7);
        state.Check(success: false, Defaults.BackendFailureThreshold);
        for (int i = 0; i < Limits.MaxWarmLosses; i++)
        {
            state.Warm.OnLost(openedUs: i, nowUs: i);
        }

        BackendMetrics backend = collector.Collect().Backends[0];
        backend.IsHealthy.ShouldBeFalse();
        backend.IsWarmPaused.ShouldBeTrue();
        backend.InUse.ShouldBe(4);
        backend.Idle.ShouldBe(5);
        backend.ChecksSucceeded.ShouldBe(7);
        backend.TurnedHealthy.ShouldBe(1);
        backend.ChecksFailed.ShouldBe(2 * Defaults.BackendFailureThreshold);
        backend.TurnedUnhealthy.ShouldBe(2);
    }

    [Fact]
    public void A_listener_has_each_cluster_once_that_a_route_leads_to_in_the_order_of_the_config()
    {
        var collector = new MetricsCollector(_workers);
        collector.Follow(
            TestSnapshots.Build(
                [TestSnapshots.Http("web", "api", "web", "api", "web")],
                TestSnapshots.Cluster("api", 9100),
                TestSnapshots.Cluster("other", 9101),
                TestSnapshots.Cluster("web", 9102)
            )
        );

        ListenerMetrics listener = collector.Collect().Listeners.ShouldHaveSingleItem();
        listener.Responses.Select(r => r.Cluster).ShouldBe(["", "api", "web"]);
    }

    [Fact]
    public void After_a_reload_counters_are_found_wherever_their_owner_now_stands()
    {
        MetricsCollector collector = Build();
        _workers[0].EnsureListeners(2);
        _workers[0].Listener(1).Active = 2;
        AddCluster(0, 1).Failures[1] = 3;
        AddBackend(0, 1).Count(ConnectResult.Ok);
        WeirConfig old = _snapshot.Config;
        collector.Follow(_living.Apply(TestSnapshots.Config([old.Listeners[1]], old.Clusters[1])));

        MetricsSnapshot snapshot = collector.Collect();

        ListenerMetrics listener = snapshot.Listeners.ShouldHaveSingleItem();
        (listener.Name, listener.Active).ShouldBe(("cache", 2));
        snapshot.Clusters.Select(c => (c.Name, c.Failures[1])).ShouldBe([("", 0), ("store", 3)]);
        BackendMetrics backend = snapshot.Backends.ShouldHaveSingleItem();
        (backend.Address, backend.Connects[0]).ShouldBe(("unix:/run/s", 1));
    }

    [Fact]
    public void A_pair_of_listener_and_cluster_that_was_counted_stays_when_the_route_goes()
    {
        MetricsCollector collector = Build();
        AddCluster(0, 1).CountResponse(0, 500);

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
        ClusterCounters api = AddCluster(0, 0);
        _workers[0].CountResponse(api, 0, 200);
        _workers[0].CountResponse(api, 0, 100);
        _workers[0].CountFailure(api, FailureCode.NoRoute);
        collector.Follow(_living.Apply(TestSnapshots.Config([])));

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

    private ClusterCounters AddCluster(int worker, int cluster)
    {
        var part = new ClusterPart();
        _snapshot.Clusters[cluster].State.Parts.Add(worker, part);
        return part.Counters;
    }

    private BackendCounters AddBackend(int worker, int cluster)
    {
        var part = new BackendPart();
        _snapshot.Clusters[cluster].Backends[0].Parts.Add(worker, part);
        return part.Counters;
    }
}
