// The figures as JSON: the same names and values as the Prometheus text.
using System.Text.Json;
using Shouldly;
using Weir.Admin;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Tests.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Exposition;

public sealed class MetricsJsonTests
{
    private static JsonElement Write(MetricsSnapshot snapshot)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            MetricsJson.WriteProperties(json, snapshot);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }

    [Fact]
    public void The_names_are_those_of_the_prometheus_text()
    {
        MetricsSnapshot snapshot = new TestMetrics().Collector.Collect();

        Write(snapshot)
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(
                PrometheusText.Parse(Prometheus.Write(snapshot)).Types.Keys,
                ignoreOrder: true
            );
    }

    [Fact]
    public void Figures_without_labels_are_flat_and_others_are_arrays_of_objects()
    {
        var metrics = new TestMetrics();
        metrics.Worker.ActiveConnections = 5;
        metrics.Backend.Take(inUse: 2);
        metrics.Cluster.ConnectDuration.Record(300);

        JsonElement json = Write(metrics.Collector.Collect());

        json.GetProperty("active_connections_total").GetInt64().ShouldBe(5);
        json.GetProperty("connections_per_backend")
            .GetRawText()
            .ShouldBe("""[{"cluster":"api","backend":"127.0.0.1:9100","value":2}]""");
        JsonElement histogram = json.GetProperty("weir_backend_connect_duration_seconds")[0];
        histogram.GetProperty("cluster").GetString().ShouldBe("api");
        histogram.GetProperty("count").GetInt64().ShouldBe(1);
        histogram.GetProperty("sum").GetDouble().ShouldBe(0.0003);
        histogram.GetProperty("buckets").GetProperty("0.00025").GetInt64().ShouldBe(0);
        histogram.GetProperty("buckets").GetProperty("0.0005").GetInt64().ShouldBe(1);
        histogram.GetProperty("buckets").GetProperty("+Inf").GetInt64().ShouldBe(1);
    }

    [Fact]
    public void A_family_without_a_figure_is_an_empty_array() =>
        Write(new MetricsCollector([new WorkerCounters()]).Collect())
            .GetProperty("weir_requests_total")
            .GetArrayLength()
            .ShouldBe(0);
}
