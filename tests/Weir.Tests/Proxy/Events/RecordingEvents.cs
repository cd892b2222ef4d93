// Writes down what the data plane tells.
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Proxy.Events;

internal sealed class RecordingEvents : EventSink
{
    public bool LogsDebug { get; set; }

    public bool LogsAccess { get; set; }

    public TraceSampler? Sampler { get; set; }

    public List<AccessRecord> Accesses { get; } = [];

    public List<RequestTrace> Traces { get; } = [];

    public List<FailureRecord> Failures { get; } = [];

    /// <summary>Connections opened and closed, and retries, a line each.</summary>
    public List<string> Told { get; } = [];

    public override bool DebugEnabled => LogsDebug;

    public override bool AccessLogEnabled => LogsAccess;

    public override TraceSampler? Tracing => Sampler;

    public override void ConnectionOpened(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend
    ) => Told.Add($"opened {connectionId} {listener}");

    public override void ConnectionClosed(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend,
        long bytesIn,
        long bytesOut,
        long durationUs,
        string reason
    ) => Told.Add($"closed {connectionId} {backend ?? "-"} {bytesIn}/{bytesOut} {reason}");

    public override void BackendHealthy(string cluster, string backend, string reason) { }

    public override void BackendUnhealthy(
        string cluster,
        string backend,
        string reason,
        int failures
    ) { }

    public override void BackendDrained(string cluster, string backend) { }

    public override void BackendWarmPaused(
        string cluster,
        string backend,
        int losses,
        bool speaksFirst
    ) { }

    public override void Retry(
        string cluster,
        string from,
        string? to,
        string reason,
        long connectionId
    ) => Told.Add($"retry {cluster} {from} {reason} {connectionId}");

    public override void Access(in AccessRecord record) => Accesses.Add(record);

    public override void Traced(in AccessRecord record, RequestTrace trace) => Traces.Add(trace);

    public override void Failed(FailureRecord record) => Failures.Add(record);

    public override void Error(string source, string message) => Told.Add($"{source}: {message}");
}
