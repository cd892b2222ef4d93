// The names, types, labels and order of all figures, in one place: whatever form they take, they are the same ones.
using System.Collections.Immutable;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Exposition;

/// <summary>Walks a snapshot. Labels are bounded by the configuration: never a path, never a client.</summary>
public static class MetricCatalog
{
    // In the order of TimeoutKind and the classes of ListenerCounters.
    private static readonly string[] TimeoutKinds =
    [
        "idle",
        "header",
        "connect",
        "response",
        "stalled",
    ];
    private static readonly string[] CodeClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"];

    /// <summary>Tells <paramref name="visitor"/> every figure of <paramref name="snapshot"/>.</summary>
    public static void Visit(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        VisitConnections(snapshot, visitor);
        VisitRequests(snapshot, visitor);
        VisitFailures(snapshot, visitor);
        BackendFamilies.Visit(snapshot, visitor);
        ScalingFamilies.Visit(snapshot, visitor);
        VisitProcess(snapshot, visitor);
    }

    private static void VisitConnections(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        visitor.BeginFamily(
            "active_connections_total",
            MetricType.Gauge,
            "Client connections accepted and not yet closed, over all listeners."
        );
        visitor.Sample([], snapshot.ActiveConnections);
        visitor.EndFamily();

        visitor.BeginFamily(
            "bytes_transferred_total",
            MetricType.Counter,
            "Bytes read from (in) and written to (out) client sockets."
        );
        visitor.Sample([new("direction", "in")], snapshot.BytesIn);
        visitor.Sample([new("direction", "out")], snapshot.BytesOut);
        visitor.EndFamily();
    }

    private static void VisitRequests(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        visitor.BeginFamily(
            "weir_requests_total",
            MetricType.Counter,
            "HTTP responses sent to clients, by class of their status; cluster is empty where no route was found."
        );
        foreach (ListenerMetrics listener in snapshot.Listeners)
        {
            foreach (ResponseMetrics responses in listener.Responses)
            {
                VisitValues(
                    visitor,
                    new("listener", listener.Name),
                    new("cluster", responses.Cluster),
                    "code_class",
                    CodeClasses,
                    responses.ByClass
                );
            }
        }

        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_request_duration_seconds",
            MetricType.Histogram,
            "Time from the first byte of a request to the last byte of its response."
        );
        foreach (ClusterMetrics cluster in snapshot.Clusters)
        {
            visitor.Sample([new("cluster", cluster.Name)], cluster.RequestDuration);
        }

        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_backend_connect_duration_seconds",
            MetricType.Histogram,
            "Time that a connect to a backend took."
        );
        foreach (ClusterMetrics cluster in snapshot.Clusters.Where(IsNamed))
        {
            visitor.Sample([new("cluster", cluster.Name)], cluster.ConnectDuration);
        }

        visitor.EndFamily();
    }

    private static void VisitFailures(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        visitor.BeginFamily(
            "weir_retries_total",
            MetricType.Counter,
            "Further tries, by what the try before failed with."
        );
        foreach (ClusterMetrics cluster in snapshot.Clusters.Where(IsNamed))
        {
            VisitReasons(visitor, cluster.Name, cluster.Retries);
        }

        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_failures_total",
            MetricType.Counter,
            "Requests and tcp sessions that failed, by error code; cluster is empty where none was found."
        );
        foreach (ClusterMetrics cluster in snapshot.Clusters)
        {
            VisitReasons(visitor, cluster.Name, cluster.Failures);
        }

        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_timeouts_total",
            MetricType.Counter,
            "Connections and requests that a timeout ended, by what was waited for."
        );
        for (int i = 0; i < TimeoutKinds.Length; i++)
        {
            visitor.Sample([new("kind", TimeoutKinds[i])], snapshot.Timeouts[i]);
        }

        visitor.EndFamily();
    }

    private static void VisitProcess(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        visitor.BeginFamily(
            "weir_reactor_lag_seconds",
            MetricType.Gauge,
            "How long what is ready waits for its thread, on the slowest of them."
        );
        visitor.Sample([], snapshot.LagUs / 1e6);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_shed_total",
            MetricType.Counter,
            "Connections and requests turned away since a thread lagged by more than reactor.maxLag."
        );
        visitor.Sample([], snapshot.Shed);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_internal_errors_total",
            MetricType.Counter,
            "Sessions, connections and checks that were ended for a defect of Weir itself; the log has the stack."
        );
        visitor.Sample([], snapshot.InternalErrors);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_bulk_bytes_total",
            MetricType.Counter,
            "Bytes received from clients and backends that went on through pipes of the kernel, uncopied."
        );
        visitor.Sample([], snapshot.BulkBytes);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_config_reloads_total",
            MetricType.Counter,
            "Reloads of the configuration, applied (success) or rejected."
        );
        visitor.Sample([new("result", "success")], snapshot.ReloadsSucceeded);
        visitor.Sample([new("result", "rejected")], snapshot.ReloadsRejected);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_log_dropped_total",
            MetricType.Counter,
            "Log lines lost because the log's place was too slow or refused them."
        );
        visitor.Sample([new("log", "access")], snapshot.DroppedAccessLines);
        visitor.Sample([new("log", "events")], snapshot.DroppedEventLines);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_telemetry_dropped_total",
            MetricType.Counter,
            "Traced requests that were not exported: the collector was away or too slow, or refused them."
        );
        visitor.Sample([], snapshot.DroppedTraces);
        visitor.EndFamily();

        visitor.BeginFamily(
            "weir_build_info",
            MetricType.Gauge,
            "Version and I/O engine of the running program; always 1."
        );
        visitor.Sample([new("version", snapshot.Version), new("engine", snapshot.Engine)], 1);
        visitor.EndFamily();
    }

    // What came to no cluster was neither connected nor tried again.
    private static bool IsNamed(ClusterMetrics cluster) => cluster.Name.Length > 0;

    private static void VisitReasons(
        IMetricVisitor visitor,
        string cluster,
        ImmutableArray<long> counts
    )
    {
        for (FailureCode code = FailureCode.None + 1; (int)code < FailureCodes.Count; code++)
        {
            visitor.Sample(
                [new("cluster", cluster), new("reason", FailureCodes.Text(code))],
                counts[(int)code]
            );
        }
    }

    internal static void VisitValues(
        IMetricVisitor visitor,
        MetricLabel first,
        MetricLabel second,
        string label,
        string[] values,
        ImmutableArray<long> counts
    )
    {
        for (int i = 0; i < values.Length; i++)
        {
            visitor.Sample([first, second, new(label, values[i])], counts[i]);
        }
    }
}
