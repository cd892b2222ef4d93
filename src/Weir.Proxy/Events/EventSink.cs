// How the data plane tells what happened, without knowing who listens: the log in the product, a list in tests and
// simulations. Called from every reactor thread and the health thread at once; an implementation never blocks its caller.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>Takes the events of the data plane. Every method may be called from any thread.</summary>
public abstract class EventSink
{
    /// <summary>Whether connection and retry events are wanted; asked before they are put together.</summary>
    public abstract bool DebugEnabled { get; }

    /// <summary>Whether <see cref="Access"/> is wanted; asked before a record is put together.</summary>
    public abstract bool AccessLogEnabled { get; }

    /// <summary>Which requests are traced; null when none is, and then trace fields pass on as they came.</summary>
    public abstract TraceSampler? Tracing { get; }

    /// <summary>A client connection was accepted. <paramref name="backend"/> is null until one is chosen.</summary>
    public abstract void ConnectionOpened(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend
    );

    /// <summary>A client connection is gone. <paramref name="backend"/> is the last one it used, null for none;
    /// <paramref name="durationUs"/> is in microseconds.</summary>
    public abstract void ConnectionClosed(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend,
        long bytesIn,
        long bytesOut,
        long durationUs,
        string reason
    );

    /// <summary>A backend takes work again.</summary>
    public abstract void BackendHealthy(string cluster, string backend, string reason);

    /// <summary>A backend takes no more work after <paramref name="failures"/> failures in a row.</summary>
    public abstract void BackendUnhealthy(
        string cluster,
        string backend,
        string reason,
        int failures
    );

    /// <summary>The in-use count of a drained backend has reached 0.</summary>
    public abstract void BackendDrained(string cluster, string backend);

    /// <summary>A backend closed <paramref name="losses"/> connections in a row before a client came: none are kept ready there for a
    /// while. <paramref name="speaksFirst"/>: it had greeted on the last one.</summary>
    public abstract void BackendWarmPaused(
        string cluster,
        string backend,
        int losses,
        bool speaksFirst
    );

    /// <summary>Work moves on after a failure; <paramref name="to"/> is null while the next backend is not chosen.</summary>
    public abstract void Retry(
        string cluster,
        string from,
        string? to,
        string reason,
        long connectionId
    );

    /// <summary>An http request has ended.</summary>
    public abstract void Access(in AccessRecord record);

    /// <summary>A traced http request has ended. <paramref name="trace"/> is the sink's from now on.</summary>
    public abstract void Traced(in AccessRecord record, RequestTrace trace);

    /// <summary>A request or tcp session has failed. Not called for each one: the sessions bound how many are recorded.</summary>
    public abstract void Failed(FailureRecord record);

    /// <summary>Something went wrong on our side. <paramref name="source"/> names the part that noticed.</summary>
    public abstract void Error(string source, string message);
}
