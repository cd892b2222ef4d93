// Lines that the logs could not keep. Counted by whoever loses one, read by the metrics.
namespace Weir.Proxy.Metrics;

/// <summary>Counts of lost lines; any thread.</summary>
public sealed class LogDrops
{
    private long _access;
    private long _events;

    /// <summary>Lines of the access log.</summary>
    public long Access => Volatile.Read(ref _access);

    /// <summary>Lines of the event log.</summary>
    public long Events => Volatile.Read(ref _events);

    public void CountAccess(long lines) => Interlocked.Add(ref _access, lines);

    public void CountEvents(long lines) => Interlocked.Add(ref _events, lines);
}
