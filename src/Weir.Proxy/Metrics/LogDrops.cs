// Lines that the logs could not keep, and traces that the collector did not take. Counted by whoever loses one, read by the metrics.
namespace Weir.Proxy.Metrics;

/// <summary>Counts of lost lines and traces; any thread.</summary>
public sealed class LogDrops
{
    private long _access;
    private long _events;
    private long _traces;

    /// <summary>Lines of the access log.</summary>
    public long Access => Volatile.Read(ref _access);

    /// <summary>Lines of the event log.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Traced requests that were not exported.</summary>
    public long Traces => Volatile.Read(ref _traces);

    public void CountAccess(long lines) => Interlocked.Add(ref _access, lines);

    public void CountEvents(long lines) => Interlocked.Add(ref _events, lines);

    public void CountTraces(long requests) => Interlocked.Add(ref _traces, requests);
}
