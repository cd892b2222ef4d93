// The figures in short, for a log that is read line by line: totals, and one object for each cluster.
using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Exposition;

/// <summary>
/// Adds at most some <see cref="MostClusterBytes"/> for clusters: a line beyond 2 KB is cut by collectors of logs, and one of 48 KB split by
/// journald. Where that is not room for all, those with unhealthy backends come first, then the busiest; <c>clustersLeftOut</c> counts the rest.
/// </summary>
public static class MetricsSummary
{
    private const int MostClusterBytes = 1400;

    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds the totals and the clusters of <paramref name="figures"/> to the object that <paramref name="json"/> has open.</summary>
    public static void WriteProperties(Utf8JsonWriter json, MetricsSnapshot figures)
    {
        WriteTotals(json, figures);
        Item[] items = [.. Items(figures)];
        int bytes = items.Sum(item => item.Json.Length);
        if (bytes > MostClusterBytes)
        {
            items =
            [
                .. items
                    .OrderByDescending(item => item.Unhealthy)
                    .ThenByDescending(item => item.Requests),
            ];
        }

        json.WriteStartArray("clusters");
        int written = 0;
        int room = MostClusterBytes;
        while (written < items.Length && (room -= items[written].Json.Length + 1) >= 0)
        {
            json.WriteRawValue(items[written++].Json, skipInputValidation: true);
        }

        json.WriteEndArray();
        if (written < items.Length)
        {
            json.WriteNumber("clustersLeftOut", items.Length - written);
        }
    }

    // The first has the name that it has everywhere, and that dashboards of logs know.
    private static void WriteTotals(Utf8JsonWriter json, MetricsSnapshot figures)
    {
        json.WriteNumber("active_connections_total", figures.ActiveConnections);
        json.WriteNumber("bytesIn", figures.BytesIn);
        json.WriteNumber("bytesOut", figures.BytesOut);
        json.WriteNumber("requests", figures.TotalRequests);
        json.WriteNumber("failures", figures.TotalFailures);
        json.WriteNumber("timeouts", figures.Timeouts.Sum());
        json.WriteNumber("shed", figures.Shed);
        json.WriteNumber("lagUs", figures.LagUs);
        json.WriteNumber("logLinesDropped", figures.DroppedAccessLines + figures.DroppedEventLines);
        json.WriteNumber("backends", figures.Backends.Length);
        json.WriteNumber("unhealthy", figures.Backends.Count(backend => !backend.IsHealthy));
    }

    private static IEnumerable<Item> Items(MetricsSnapshot figures)
    {
        ILookup<string, BackendMetrics> backends = figures.Backends.ToLookup(
            backend => backend.Cluster,
            StringComparer.Ordinal
        );
        ILookup<string, ResponseMetrics> responses = figures
            .Listeners.SelectMany(listener => listener.Responses)
            .ToLookup(response => response.Cluster, StringComparer.Ordinal);
        // The one without a name is what came to no cluster; it counts among the totals.
        foreach (ClusterMetrics cluster in figures.Clusters.Where(c => c.Name.Length > 0))
        {
            yield return ItemOf(cluster, [.. backends[cluster.Name]], [.. responses[cluster.Name]]);
        }
    }

    private static Item ItemOf(
        ClusterMetrics cluster,
        ImmutableArray<BackendMetrics> backends,
        ImmutableArray<ResponseMetrics> responses
    )
    {
        const int ServerErrors = 4; // 5xx among 1xx to 5xx
        int unhealthy = backends.Count(backend => !backend.IsHealthy);
        // 1xx are no answers of their own.
        long requests = responses.Sum(response => response.ByClass.Skip(1).Sum());
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteString("name", cluster.Name);
        json.WriteNumber("backends", backends.Length);
        json.WriteNumber("unhealthy", unhealthy);
        json.WriteNumber("inUse", backends.Sum(backend => (long)backend.InUse));
        json.WriteNumber("idle", backends.Sum(backend => (long)backend.Idle));
        json.WriteNumber("requests", requests);
        json.WriteNumber("5xx", responses.Sum(response => response.ByClass[ServerErrors]));
        json.WriteNumber("failures", cluster.Failures.Sum());
        json.WriteNumber("retries", cluster.Retries.Sum());
        json.WriteEndObject();
        json.Flush();
        return new Item(buffer.WrittenSpan.ToArray(), unhealthy, requests);
    }

    private readonly record struct Item(byte[] Json, int Unhealthy, long Requests);
}
