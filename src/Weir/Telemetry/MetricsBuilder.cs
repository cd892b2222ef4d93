// Makes OTLP metrics of a snapshot: every family of /metrics under its own name.
using System.Collections.Immutable;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Metrics.V1;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using HistogramBounds = Weir.Proxy.Facts.Histogram;
using Metric = OpenTelemetry.Proto.Metrics.V1.Metric;

namespace Weir.Telemetry;

/// <summary>Takes figures and adds them to <paramref name="metrics"/>. Everything is summed up since <paramref name="startNanos"/>.</summary>
internal sealed class MetricsBuilder(
    RepeatedField<Metric> metrics,
    ulong startNanos,
    ulong nowNanos
) : IMetricVisitor
{
    private static readonly double[] s_bounds =
    [
        .. HistogramBounds.BoundsUs.ToArray().Select(static us => us / 1_000_000.0),
    ];

    private MetricType _type;
    private Metric _family = new();

    public void BeginFamily(string name, MetricType type, string help)
    {
        _type = type;
        _family = NewMetric(name, help, type == MetricType.Histogram ? "s" : "");
        switch (type)
        {
            case MetricType.Counter:
                _family.Sum = NewSum(isMonotonic: true);
                break;
            case MetricType.Gauge:
                _family.Gauge = new Gauge();
                break;
            default:
                _family.Histogram = NewHistogram();
                break;
        }
    }

    public void Sample(ReadOnlySpan<MetricLabel> labels, long value) =>
        Points.Add(Label(Number(value), labels));

    public void Sample(ReadOnlySpan<MetricLabel> labels, double value) =>
        Points.Add(
            Label(
                new NumberDataPoint
                {
                    StartTimeUnixNano = startNanos,
                    TimeUnixNano = nowNanos,
                    AsDouble = value,
                },
                labels
            )
        );

    public void Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value)
    {
        HistogramDataPoint point = Durations(value);
        Label(point.Attributes, labels);
        _family.Histogram.DataPoints.Add(point);
    }

    // A family without figures says nothing, and OTLP has no use for it.
    public void EndFamily()
    {
        if (HasPoints)
        {
            metrics.Add(_family);
        }
    }

    /// <summary>The figures that OpenTelemetry's semantic conventions have a name for, under that name.</summary>
    public void AddConventional(MetricsSnapshot snapshot)
    {
        AddRequestDuration(snapshot);
        AddActiveRequests(snapshot);
        AddOpenConnections(snapshot);
    }

    private RepeatedField<NumberDataPoint> Points =>
        _type == MetricType.Counter ? _family.Sum.DataPoints : _family.Gauge.DataPoints;

    private bool HasPoints =>
        _type == MetricType.Histogram ? _family.Histogram.DataPoints.Count > 0 : Points.Count > 0;

    // The counters know neither method nor status: what the conventions would have besides is left out, not invented.
    private void AddRequestDuration(MetricsSnapshot snapshot)
    {
        Metric metric = NewMetric(
            "http.server.request.duration",
            "Time from the first byte of a request to the last byte of its response.",
            "s"
        );
        metric.Histogram = NewHistogram();
        foreach (ClusterMetrics cluster in snapshot.Clusters)
        {
            HistogramDataPoint point = Durations(cluster.RequestDuration);
            point.Attributes.Put("url.scheme", "http");
            point.Attributes.Put("weir.cluster", cluster.Name.Length == 0 ? null : cluster.Name);
            metric.Histogram.DataPoints.Add(point);
        }

        metrics.Add(metric);
    }

    private void AddActiveRequests(MetricsSnapshot snapshot)
    {
        Metric metric = NewMetric(
            "http.server.active_requests",
            "Requests under way, tunnels included.",
            "{request}"
        );
        metric.Sum = NewSum(isMonotonic: false);
        foreach (ListenerMetrics listener in snapshot.Listeners.Where(l => l.Responses.Length > 0))
        {
            NumberDataPoint point = Number(listener.ActiveRequests);
            point.Attributes.Put("url.scheme", "http");
            point.Attributes.Put("weir.listener", listener.Name);
            metric.Sum.DataPoints.Add(point);
        }

        metrics.Add(metric);
    }

    private void AddOpenConnections(MetricsSnapshot snapshot)
    {
        HashSet<string> http =
        [
            .. snapshot.Listeners.SelectMany(static l => l.Responses).Select(static r => r.Cluster),
        ];
        Metric metric = NewMetric(
            "http.client.open_connections",
            "Connections to backends of http clusters, in use (active) and pooled (idle).",
            "{connection}"
        );
        metric.Sum = NewSum(isMonotonic: false);
        foreach (BackendMetrics backend in snapshot.Backends.Where(b => http.Contains(b.Cluster)))
        {
            ImmutableArray<(string State, int Count)> counts =
            [
                ("active", backend.InUse),
                ("idle", backend.Idle),
            ];
            foreach ((string state, int count) in counts)
            {
                NumberDataPoint point = Number(count);
                point.Attributes.Put("http.connection.state", state);
                point.Attributes.PutServer(backend.Address);
                point.Attributes.Put("url.scheme", "http");
                point.Attributes.Put("weir.cluster", backend.Cluster);
                metric.Sum.DataPoints.Add(point);
            }
        }

        metrics.Add(metric);
    }

    private NumberDataPoint Number(long value) =>
        new()
        {
            StartTimeUnixNano = startNanos,
            TimeUnixNano = nowNanos,
            AsInt = value,
        };

    private HistogramDataPoint Durations(HistogramSnapshot value)
    {
        var point = new HistogramDataPoint
        {
            StartTimeUnixNano = startNanos,
            TimeUnixNano = nowNanos,
            Sum = value.SumUs / 1_000_000.0,
            Count = (ulong)value.Count,
        };
        point.ExplicitBounds.Add(s_bounds);
        point.BucketCounts.Add(value.Counts.Select(static count => (ulong)count));
        return point;
    }

    private static Metric NewMetric(string name, string description, string unit) =>
        new()
        {
            Name = name,
            Description = description,
            Unit = unit,
        };

    private static Sum NewSum(bool isMonotonic) =>
        new()
        {
            AggregationTemporality = AggregationTemporality.Cumulative,
            IsMonotonic = isMonotonic,
        };

    private static OpenTelemetry.Proto.Metrics.V1.Histogram NewHistogram() =>
        new() { AggregationTemporality = AggregationTemporality.Cumulative };

    private static NumberDataPoint Label(NumberDataPoint point, ReadOnlySpan<MetricLabel> labels)
    {
        Label(point.Attributes, labels);
        return point;
    }

    private static void Label(RepeatedField<KeyValue> attributes, ReadOnlySpan<MetricLabel> labels)
    {
        foreach (MetricLabel label in labels)
        {
            attributes.Put(label.Name, label.Value);
        }
    }
}
