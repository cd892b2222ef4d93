// The last hour: bounded, in order, for the backends asked for.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class TrafficHistoryTests
{
    private static readonly BackendKey Known = new("api", "127.0.0.1:9100");
    private readonly TestMetrics _metrics = new();
    private readonly TrafficHistory _history = new();

    [Fact]
    public void An_hour_of_points_is_kept_and_no_more()
    {
        for (int i = 0; i < TrafficHistory.MaxPoints + 5; i++)
        {
            _history.Add(new TrafficPoint(i, Rates(i), i, new LatencyView(1, 2, 3)));
        }

        HistoryView view = _history.Read([], new ChangeLog());

        view.Time.Length.ShouldBe(3600 / view.IntervalSeconds);
        view.Time[0].ShouldBe(5);
        view.Requests[^1].ShouldBe(TrafficHistory.MaxPoints + 4);
        view.ServerErrors[0].ShouldBe(4);
        view.P99[0].ShouldBe(3);
        view.ActiveConnections[0].ShouldBe(5);
    }

    [Fact]
    public void A_backend_has_its_own_points_and_a_gap_where_it_was_not_there()
    {
        MetricsSnapshot empty = _metrics.Collector.Collect() with { Backends = [] };
        _history.AddBackends(empty, empty, 30);
        MetricsSnapshot older = _metrics.Collector.Collect();
        TestTraffic.Serve(_metrics, 60);
        TestTraffic.Serve(_metrics, 30, 500);
        _history.AddBackends(older, _metrics.Collector.Collect(), 30);

        HistoryView view = _history.Read([Known, new("api", "gone")], new ChangeLog());

        view.Backends[0].Rate.ShouldBe([null, 3f]);
        view.Backends[0].Errors.ShouldBe([null, 1f]);
        view.Backends[1].Rate.ShouldBe([null, null]);
    }

    [Fact]
    public void Points_of_backends_are_bounded_too()
    {
        MetricsSnapshot now = _metrics.Collector.Collect();
        for (int i = 0; i < TrafficHistory.MaxBackendPoints + 5; i++)
        {
            _history.AddBackends(now, now, 30);
        }

        _history.Read([Known], new ChangeLog()).Backends[0].Rate.Length.ShouldBe(120);
    }

    [Fact]
    public void A_cluster_has_a_point_for_each_of_the_whole_and_zeros_where_it_had_no_traffic()
    {
        for (int i = 0; i < TrafficHistory.MaxPoints + 5; i++)
        {
            _history.Add(new TrafficPoint(i, Rates(i), i, null));
        }

        _history.Add(
            new TrafficPoint(9999, Rates(1), 1, null)
            {
                Clusters = new() { ["api"] = new(8, 1, 2, 3, 4, 5, float.NaN) },
            }
        );

        ClusterHistoryView view = _history.Read("api");

        view.Cluster.ShouldBe("api");
        view.Time.ShouldBe(_history.Read([], new ChangeLog()).Time);
        view.Requests.Length.ShouldBe(TrafficHistory.MaxPoints);
        view.Requests[^2..].ShouldBe([0, 8]);
        view.ClientErrors[^1].ShouldBe(1);
        view.ServerErrors[^1].ShouldBe(2);
        view.Failures[^1].ShouldBe(3);
        view.P50[^2..].ShouldBe([null, 4f]);
        view.P90[^1].ShouldBe(5);
        view.P99[^1].ShouldBeNull();
    }

    private static TrafficRates Rates(double requests) => new(requests, [0, 1, 2, 3, 4], [], 5, 6);
}
