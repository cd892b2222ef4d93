// All that `weir status` shows.
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Views;

/// <summary>The running load balancer at one moment.</summary>
public sealed record StatusView
{
    public required VerdictView Verdict { get; init; }

    public required string Version { get; init; }

    public required string Engine { get; init; }

    public required int Pid { get; init; }

    public required double UptimeSeconds { get; init; }

    /// <summary><c>running</c> or <c>draining</c>.</summary>
    public required string State { get; init; }

    public required int Workers { get; init; }

    public required long ActiveConnections { get; init; }

    /// <summary>Which logs cannot be written at the moment, and why, each in words.</summary>
    public string[] LogProblems { get; init; } = [];

    public required ListenerView[] Listeners { get; init; }

    public required ClusterView[] Clusters { get; init; }

    public required TotalsView Totals { get; init; }

    internal static StatusView Of(IAdminControl control, TrafficMonitor monitor)
    {
        AdminStatus status = control.Status;
        MetricsSnapshot metrics = control.CollectMetrics();
        return new StatusView
        {
            Verdict = monitor.Judge(metrics),
            Version = status.Version,
            Engine = status.Engine,
            Pid = Environment.ProcessId,
            UptimeSeconds = double.Round(status.UptimeSeconds, 3),
            State = status.IsDraining ? "draining" : "running",
            Workers = status.Workers,
            ActiveConnections = metrics.ActiveConnections,
            LogProblems = [.. status.LogProblems],
            Listeners = ListenerView.All(status, metrics),
            Clusters = ClusterView.All(control, monitor.Answers(metrics)),
            Totals = new TotalsView(
                metrics.TotalRequests,
                metrics.BytesIn,
                metrics.BytesOut,
                metrics.TotalFailures
            ),
        };
    }
}
