// Sends the figures at a fixed pace. Owned by the exporter's thread.
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using Weir.Admin.Exposition;
using Weir.Proxy.Metrics;

namespace Weir.Telemetry;

/// <summary>All figures are sums since the start of the process: an export that fails is made good by the next.</summary>
internal sealed class MetricsExport(
    long intervalMs,
    Resource resource,
    ExporterParts parts,
    OtlpClient client,
    ExportTrouble trouble
)
{
    private const string Path = "/v1/metrics";

    private static readonly ulong s_startNanos = Nanos(
        System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime()
    );

    private long _dueMs = Environment.TickCount64 + intervalMs;

    /// <summary>Returns when to come again.</summary>
    public long SendIfDue(long nowMs, CancellationToken cancel)
    {
        if (nowMs >= _dueMs)
        {
            Send(cancel);
            _dueMs = long.Max(_dueMs + intervalMs, Environment.TickCount64);
        }

        return _dueMs;
    }

    public void Send(CancellationToken cancel)
    {
        MetricsSnapshot snapshot = parts.Collect();
        var scope = new ScopeMetrics { Scope = ResourceBuilder.Scope };
        var builder = new MetricsBuilder(
            scope.Metrics,
            s_startNanos,
            Nanos(parts.Time.GetUtcNow().UtcDateTime)
        );
        MetricCatalog.Visit(snapshot, builder);
        builder.AddConventional(snapshot);
        var message = new ExportMetricsServiceRequest();
        message.ResourceMetrics.Add(
            new ResourceMetrics { Resource = resource, ScopeMetrics = { scope } }
        );
        if (client.Send(Path, message, cancel).Problem is { } problem)
        {
            trouble.Note(problem);
        }
    }

    private static ulong Nanos(DateTime utc) => (ulong)(utc - DateTime.UnixEpoch).Ticks * 100;
}
