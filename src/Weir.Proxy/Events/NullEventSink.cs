// Nobody listens: for tests, and for parts that run before there is a log.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>Takes every event and does nothing.</summary>
public sealed class NullEventSink : EventSink
{
    public static readonly NullEventSink Instance = new();

    private NullEventSink() { }

    public override bool DebugEnabled => false;

    public override bool AccessLogEnabled => false;

    public override TraceSampler? Tracing => null;

    public override void ConnectionOpened(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend
    ) { }

    public override void ConnectionClosed(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend,
        long bytesIn,
        long bytesOut,
        long durationUs,
        string reason
    ) { }

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
    ) { }

    public override void Access(in AccessRecord record) { }

    public override void Traced(in AccessRecord record, RequestTrace trace) { }

    public override void Failed(FailureRecord record) { }

    public override void Error(string source, string message) { }
}
