// The figures of /metrics as OTLP.
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Metrics.V1;
using Shouldly;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Telemetry;
using Weir.Tests.Admin;
using Xunit;
using Metric = OpenTelemetry.Proto.Metrics.V1.Metric;

namespace Weir.Tests.Telemetry;

public sealed class MetricsBuilderTests
{
    private readonly TestMetrics _source = new();

    [Fact]
    public void Every_family_has_the_name_and_the_figures_that_prometheus_gets()
    {
        MetricsSnapshot snapshot = _source.Collector.Collect();
        Dictionary<string, Metric> metrics = Build(snapshot);

        metrics["active_connections_total"]
            .Gauge.DataPoints.ShouldHaveSingleItem()
            .AsInt.ShouldBe(snapshot.ActiveConnections);
        Sum bytes = metrics["bytes_transferred_total"].Sum;
        (bytes.IsMonotonic, bytes.AggregationTemporality).ShouldBe(
            (true, AggregationTemporality.Cumulative)
        );
        bytes.DataPoints[1].AsInt.ShouldBe(snapshot.BytesOut);
        bytes.DataPoints[1].Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("out");
        bytes.DataPoints.ShouldAllBe(p => p.StartTimeUnixNano == 1 && p.TimeUnixNano == 2);
        metrics.Values.ShouldAllBe(metric => metric.Description.Length > 0);
    }

    [Fact]
    public void Durations_of_requests_have_the_conventions_name_and_seconds()
    {
        MetricsSnapshot snapshot = _source.Collector.Collect();
        Metric metric = Build(snapshot)["http.server.request.duration"];
        metric.Unit.ShouldBe("s");
        metric.Histogram.AggregationTemporality.ShouldBe(AggregationTemporality.Cumulative);
        metric.Histogram.DataPoints.Count.ShouldBe(snapshot.Clusters.Length);
        for (int i = 0; i < snapshot.Clusters.Length; i++)
        {
            HistogramDataPoint point = metric.Histogram.DataPoints[i];
            HistogramSnapshot expected = snapshot.Clusters[i].RequestDuration;
            point.Count.ShouldBe((ulong)expected.Count);
            point.Sum.ShouldBe(expected.SumUs / 1e6);
            point.ExplicitBounds[^1].ShouldBe(60);
            point.BucketCounts.Select(count => (long)count).ShouldBe(expected.Counts);
        }
    }

    [Fact]
    public void Requests_under_way_are_counted_by_listener()
    {
        _source.Worker.Listener(0).ActiveRequests = 3;
        NumberDataPoint point = Build(_source.Collector.Collect())["http.server.active_requests"]
            .Sum.DataPoints.ShouldHaveSingleItem();
        point.AsInt.ShouldBe(3);
        point.Attributes.Single(a => a.Key == "weir.listener").Value.StringValue.ShouldBe("web");
    }

    [Fact]
    public void Connections_to_backends_are_active_or_idle()
    {
        MetricsSnapshot snapshot = _source.Collector.Collect();
        Metric metric = Build(snapshot)["http.client.open_connections"];
        metric.Sum.IsMonotonic.ShouldBeFalse();
        metric
            .Sum.DataPoints.Select(p => p.Attributes[0].Value.StringValue)
            .Distinct()
            .ShouldBe(["active", "idle"]);
    }

    private static Dictionary<string, Metric> Build(MetricsSnapshot snapshot)
    {
        var metrics = new RepeatedField<Metric>();
        var builder = new MetricsBuilder(metrics, startNanos: 1, nowNanos: 2);
        MetricCatalog.Visit(snapshot, builder);
        builder.AddConventional(snapshot);
        return metrics.ToDictionary(metric => metric.Name);
    }
}
