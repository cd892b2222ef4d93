// The families that have one figure or more for each backend.
using System.Collections.Immutable;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Exposition;

/// <summary>The part of <see cref="MetricCatalog"/> with the labels <c>cluster</c> and <c>backend</c>.</summary>
internal static class BackendFamilies
{
    // In the order of AcquireResult, EvictionReason and ConnectResult.
    private static readonly string[] AcquireResults = ["reused", "warm", "opened"];
    private static readonly string[] EvictionReasons = ["overflow", "idle", "stale", "unhealthy"];
    private static readonly string[] ConnectResults =
    [
        "ok",
        "refused",
        "timeout",
        "unreachable",
        "error",
    ];

    public static void Visit(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        Write(
            snapshot,
            visitor,
            "connections_per_backend",
            "Connections to the backend that are assigned to a client, connecting ones included.",
            static b => b.InUse
        );

        Write(
            snapshot,
            visitor,
            "backend_health_status",
            "1 if the backend is healthy or not yet known to be unhealthy, 0 if it is unhealthy.",
            static b => b.IsHealthy ? 1 : 0
        );
        VisitPools(snapshot, visitor);
        VisitHealth(snapshot, visitor);
    }

    private static void VisitPools(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        Write(
            snapshot,
            visitor,
            "weir_pool_connections",
            "Idle pooled connections to the backend.",
            static b => b.Idle
        );
        Write(
            snapshot,
            visitor,
            "weir_pool_acquires_total",
            "Connections handed to clients: used before (reused), kept ready (warm) or opened on demand.",
            "result",
            AcquireResults,
            static b => b.Acquires
        );
        Write(
            snapshot,
            visitor,
            "weir_pool_evictions_total",
            "Pooled connections closed: pool full (overflow), idle for too long, closed by the backend (stale), backend not usable (unhealthy).",
            "reason",
            EvictionReasons,
            static b => b.Evictions
        );
        Write(
            snapshot,
            visitor,
            "weir_backend_connects_total",
            "Connects to the backend by outcome, those that keep connections ready included, health checks not.",
            "result",
            ConnectResults,
            static b => b.Connects
        );
        Write(
            snapshot,
            visitor,
            "weir_backend_responses_total",
            "Final http responses of the backend by class.",
            "code_class",
            ["1xx", "2xx", "3xx", "4xx", "5xx"],
            static b => b.Responses
        );

        visitor.BeginFamily(
            "weir_backend_response_seconds",
            MetricType.Histogram,
            "Time from sending a request to the head of its response."
        );
        foreach (BackendMetrics backend in snapshot.Backends)
        {
            visitor.Sample(
                [new("cluster", backend.Cluster), new("backend", backend.Address)],
                backend.ResponseTime
            );
        }

        visitor.EndFamily();
    }

    private static void VisitHealth(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        Write(
            snapshot,
            visitor,
            "weir_health_checks_total",
            "Health checks of the backend by outcome.",
            "result",
            ["success", "failure"],
            static b => [b.ChecksSucceeded, b.ChecksFailed]
        );
        Write(
            snapshot,
            visitor,
            "weir_health_transitions_total",
            "Times the backend turned healthy or unhealthy.",
            "to",
            ["healthy", "unhealthy"],
            static b => [b.TurnedHealthy, b.TurnedUnhealthy]
        );
    }

    private static void Write(
        MetricsSnapshot snapshot,
        IMetricVisitor visitor,
        string name,
        string help,
        Func<BackendMetrics, long> read
    )
    {
        visitor.BeginFamily(name, MetricType.Gauge, help);
        foreach (BackendMetrics backend in snapshot.Backends)
        {
            visitor.Sample(
                [new("cluster", backend.Cluster), new("backend", backend.Address)],
                read(backend)
            );
        }

        visitor.EndFamily();
    }

    private static void Write(
        MetricsSnapshot snapshot,
        IMetricVisitor visitor,
        string name,
        string help,
        string label,
        string[] values,
        Func<BackendMetrics, ImmutableArray<long>> read
    )
    {
        visitor.BeginFamily(name, MetricType.Counter, help);
        foreach (BackendMetrics backend in snapshot.Backends)
        {
            MetricCatalog.VisitValues(
                visitor,
                new("cluster", backend.Cluster),
                new("backend", backend.Address),
                label,
                values,
                read(backend)
            );
        }

        visitor.EndFamily();
    }
}
