// The figures in short: what they say, and how long they may get.
using System.Text.Json;
using Shouldly;
using Weir.Admin.Exposition;
using Weir.Proxy.Metrics;
using Weir.Tests.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Exposition;

public sealed class MetricsSummaryTests
{
    [Fact]
    public void Totals_and_one_object_for_each_cluster()
    {
        var metrics = new TestMetrics();
        metrics.Worker.ActiveConnections = 5;
        metrics.Backend.Take(inUse: 2);
        JsonElement json = Write(metrics.Collector.Collect());
        json.GetProperty("active_connections_total").GetInt64().ShouldBe(5);
        json.GetProperty("backends").GetInt64().ShouldBe(1);
        json.GetProperty("clusters")
            .GetRawText()
            .ShouldBe(
                """[{"name":"api","backends":1,"unhealthy":0,"inUse":2,"idle":0,"requests":0,"5xx":0,"failures":0,"retries":0}]"""
            );
        json.TryGetProperty("clustersLeftOut", out _).ShouldBeFalse();
    }

    [Fact]
    public void Answers_are_summed_over_listeners_and_backends_over_clusters()
    {
        MetricsSnapshot snapshot = new TestMetrics().Collector.Collect() with
        {
            Clusters = [Cluster(""), Cluster("a"), Cluster("b")],
            Backends = [Backend("a", 1, true), Backend("a", 2, false), Backend("b", 4, true)],
            Listeners =
            [
                new ListenerMetrics("x", 0, 0, [Responses("", 9), Responses("a", 10)]),
                new ListenerMetrics("y", 0, 0, [Responses("a", 100), Responses("b", 1000)]),
            ],
        };
        JsonElement clusters = Write(snapshot).GetProperty("clusters");
        clusters.GetArrayLength().ShouldBe(2);
        clusters[0].GetProperty("inUse").GetInt64().ShouldBe(3);
        clusters[0].GetProperty("unhealthy").GetInt64().ShouldBe(1);
        clusters[0].GetProperty("requests").GetInt64().ShouldBe(4 * 110);
        clusters[0].GetProperty("5xx").GetInt64().ShouldBe(110);
        clusters[1].GetProperty("inUse").GetInt64().ShouldBe(4);
        clusters[1].GetProperty("requests").GetInt64().ShouldBe(4000);
    }

    [Theory]
    [InlineData(6, 50)]
    [InlineData(100, 10)]
    [InlineData(10_000, 1)]
    public void A_line_stays_below_two_kilobytes_with_many_backends_and_many_clusters(
        int clusters,
        int backends
    )
    {
        MetricsSnapshot snapshot = new TestMetrics().Collector.Collect() with
        {
            ActiveConnections = long.MaxValue,
            BytesIn = long.MaxValue,
            BytesOut = long.MaxValue,
            TotalRequests = long.MaxValue,
            TotalFailures = long.MaxValue,
            Clusters = [.. Enumerable.Range(0, clusters).Select(i => Cluster($"cluster-{i}"))],
            Backends =
            [
                .. Enumerable
                    .Range(0, clusters)
                    .SelectMany(i =>
                        Enumerable
                            .Range(0, backends)
                            .Select(_ => Backend($"cluster-{i}", 1, i != 5))
                    ),
            ],
            Listeners = [],
        };
        JsonElement json = Write(snapshot);
        json.GetRawText().Length.ShouldBeLessThan(1900); // the instant, the level and the name come before it
        JsonElement listed = json.GetProperty("clusters");
        int left = json.TryGetProperty("clustersLeftOut", out JsonElement told)
            ? told.GetInt32()
            : 0;
        (listed.GetArrayLength() + left).ShouldBe(clusters);
        listed.GetArrayLength().ShouldBeGreaterThan(5);
        if (left > 0)
        {
            listed[0].GetProperty("name").GetString().ShouldBe("cluster-5", "it has trouble");
        }
    }

    private static ClusterMetrics Cluster(string name) =>
        new()
        {
            Name = name,
            Failures = [1, 2],
            Retries = [3],
            RequestDuration = null!, // not asked for
            ConnectDuration = null!,
        };

    private static BackendMetrics Backend(string cluster, int inUse, bool isHealthy) =>
        new()
        {
            Cluster = cluster,
            Address = "127.0.0.1:9100",
            InUse = inUse,
            Idle = 1,
            IsHealthy = isHealthy,
            ChecksSucceeded = 0,
            ChecksFailed = 0,
            TurnedHealthy = 0,
            TurnedUnhealthy = 0,
            Acquires = [],
            Evictions = [],
            Connects = [],
            Responses = [],
            ResponseTime = null!, // not asked for
        };

    // As many of each final class.
    private static ResponseMetrics Responses(string cluster, long each) =>
        new(cluster, [7, each, each, each, each]);

    private static JsonElement Write(MetricsSnapshot snapshot)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            MetricsSummary.WriteProperties(json, snapshot);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }
}
