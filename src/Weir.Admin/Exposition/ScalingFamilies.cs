// The scaling signals: one figure for each cluster.

using Weir.Proxy.Metrics;

namespace Weir.Admin.Exposition;

/// <summary>The part of <see cref="MetricCatalog"/> that autoscalers read. A cluster whose configuration sets no limit and no target has no
/// series where one of them is needed.</summary>
internal static class ScalingFamilies
{
    public static void Visit(MetricsSnapshot snapshot, IMetricVisitor visitor)
    {
        Write(
            snapshot,
            visitor,
            "weir_scaling_arrivals_per_second",
            "Requests and tcp sessions a second that wanted a backend, over the scaling window.",
            static c => c.ArrivalRate
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_backend_time_seconds",
            "Mean time that one spends on a backend.",
            static c => c.BackendSeconds
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_concurrency",
            "Mean number on backends at one time.",
            static c => c.Concurrency
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_demand",
            "The concurrency that there would be if nobody had to wait: arrival rate times time on a backend.",
            static c => c.Demand
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_queue_wait_seconds",
            "Mean wait for a place on a backend, over all arrivals.",
            static c => c.QueueWaitSeconds
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_saturation_ratio",
            "Share of the arrivals that found no place at once.",
            static c => c.Saturation
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_utilisation_ratio",
            "Share of what the usable backends may have at one time that is in use.",
            static c => c.Utilisation
        );
        Write(
            snapshot,
            visitor,
            "weir_scaling_desired_backends",
            "Backends that the demand asks for at the configured concurrency of each.",
            static c => c.DesiredBackends
        );
    }

    private static void Write(
        MetricsSnapshot snapshot,
        IMetricVisitor visitor,
        string name,
        string help,
        Func<ClusterScaling, double?> read
    )
    {
        visitor.BeginFamily(name, MetricType.Gauge, help);
        foreach (ClusterScaling cluster in snapshot.Scaling)
        {
            if (read(cluster) is { } value)
            {
                visitor.Sample([new("cluster", cluster.Name)], value);
            }
        }

        visitor.EndFamily();
    }
}
