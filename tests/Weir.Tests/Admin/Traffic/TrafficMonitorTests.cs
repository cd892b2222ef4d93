// The monitor on a clock that the test moves.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class TrafficMonitorTests : IDisposable
{
    private readonly FakeControl _control = new();
    private readonly SteppedTime _time = new();
    private readonly List<TrafficView> _published = [];
    private readonly TrafficMonitor _monitor;
    private bool _isWatched = true;
    private Func<TrafficView>? _last;

    public TrafficMonitorTests() =>
        _monitor = new TrafficMonitor(_control, _time, Publish, () => _isWatched);

    public void Dispose() => _monitor.Dispose();

    private void Publish(Func<TrafficView> traffic)
    {
        _last = traffic;
        if (_isWatched)
        {
            _published.Add(traffic());
        }
    }

    [Fact]
    public void Each_second_tells_of_itself_and_latency_of_the_last_ten()
    {
        _published.ShouldHaveSingleItem().Latency.ShouldBeNull();
        TestTraffic.Serve(_control.Metrics, 5);
        _control.Metrics.Worker.ActiveConnections = 3;
        Tick();
        Tick();

        _published[1].Requests.ShouldBe(5);
        _published[1].Classes[1].ShouldBe(5);
        _published[1].ActiveConnections.ShouldBe(3);
        _published[1].Backends.Length.ShouldBe(4);
        _published[2].Requests.ShouldBe(0);
        _published[2].Latency.ShouldNotBeNull();
        for (int i = 0; i < 10; i++)
        {
            Tick();
        }

        _published[^1].Latency.ShouldBeNull();
    }

    [Fact]
    public void While_nobody_watches_the_figures_of_backends_are_collected_when_they_are_kept()
    {
        _isWatched = false;
        int before = _control.BackendCollections;
        TestTraffic.Serve(_control.Metrics, 30);
        for (int i = 0; i < 60; i++)
        {
            Tick();
        }

        (_control.BackendCollections - before).ShouldBe(4);
        HistoryView history = _monitor.ReadHistory();
        history.Requests[0].ShouldBe(6);
        history.Backends[0].Rate.Length.ShouldBe(2);
    }

    [Fact]
    public void Whoever_begins_to_watch_between_two_looks_sees_the_backends_as_they_are()
    {
        _isWatched = false;
        Tick();
        int before = _control.BackendCollections;
        _last.ShouldNotBeNull()().Backends.Length.ShouldBe(4);
        (_control.BackendCollections - before).ShouldBe(1);
        _isWatched = true;
        Tick();
        Tick();
        (_control.BackendCollections - before).ShouldBe(3);
    }

    [Fact]
    public void A_point_of_history_comes_every_five_seconds_and_one_of_backends_every_thirty()
    {
        TestTraffic.Serve(_control.Metrics, 50);
        for (int i = 0; i < 60; i++)
        {
            Tick();
        }

        HistoryView history = _monitor.ReadHistory();

        history.Requests.Length.ShouldBe(12);
        history.Requests[0].ShouldBe(10);
        history.Requests[1].ShouldBe(0);
        (history.Time[1] - history.Time[0]).ShouldBe(5);
        history.Backends.Length.ShouldBe(4);
        history.Backends[0].Rate.Length.ShouldBe(2);
    }

    [Fact]
    public void Each_cluster_has_figures_of_its_own_now_and_in_the_history()
    {
        TestTraffic.Serve(_control.Metrics, 50, status: 502);
        _control.Metrics.Worker.CountResponse(_control.Metrics.Worker.NoCluster, 0, 404); // of no cluster
        _control.Metrics.Cluster.Failures[(int)FailureCode.ConnectionRefused] = 5;
        for (int i = 0; i < 5; i++)
        {
            Tick();
        }

        ClusterTrafficView[] now = _published[1].Clusters;
        now.Select(c => c.Name).ShouldBe(["api", "a/b"]);
        now[0].Requests.ShouldBe(50);
        now[0].Classes.ShouldBe([0, 0, 0, 0, 50]);
        now[0].Failures["connection_refused"].ShouldBe(5);
        now[0].Latency.ShouldBe(_published[1].Latency);
        now[1].Requests.ShouldBe(0);
        now[1].Latency.ShouldBeNull();
        _published[1].Requests.ShouldBe(51);

        ClusterHistoryView api = _monitor.ReadHistory("api");
        api.Requests.ShouldBe([10]);
        api.ServerErrors.ShouldBe([10]);
        api.ClientErrors.ShouldBe([0]);
        api.Failures.ShouldBe([1]);
        ((double?)api.P50[0]).ShouldBe(_monitor.ReadHistory().P50[0]);
        _monitor.ReadHistory("a/b").Requests.ShouldBe([0]);
    }

    [Fact]
    public void The_verdict_rests_on_the_last_seconds_and_forgets()
    {
        TestTraffic.Serve(_control.Metrics, 5, status: 502);
        _control.Metrics.Cluster.Failures[(int)FailureCode.ConnectionRefused] = 5;
        for (int i = 0; i < 14; i++)
        {
            Tick();
        }

        _published[^1].Verdict.Ok.ShouldBeFalse();
        _published[^1]
            .Verdict.Problems.Select(p => p.What)
            .ShouldBe(["api: 100 % of requests fail"]);
        for (int i = 0; i < 31; i++)
        {
            Tick();
        }

        _published[^1].Verdict.Ok.ShouldBeTrue();
    }

    [Fact]
    public void Reloads_leave_a_mark_of_their_moment()
    {
        Tick();
        _control.Metrics.Collector.CountReload(success: true);
        Tick();
        _control.Metrics.Collector.CountReload(success: false);
        Tick();
        Tick();

        HistoryView history = _monitor.ReadHistory();
        history.Reloads.Select(r => r.Result).ShouldBe(["applied", "rejected"]);
        (history.Reloads[1].Time - history.Reloads[0].Time).ShouldBe(1);
        _published[^1].ReloadsApplied.ShouldBe(1);
        _published[^1].ReloadsRejected.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_told_after_the_end()
    {
        _monitor.Dispose();
        Tick();
        _published.Count.ShouldBe(1);
    }

    private void Tick() => _time.Step(TimeSpan.FromSeconds(1));
}
