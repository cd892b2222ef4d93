// What one worker counts of a cluster's load. One writer; the metrics read.
namespace Weir.Proxy.Facts;

/// <summary>Work that came, where it went, and how long it stayed.</summary>
public sealed class LoadCounters
{
    /// <summary>Requests and tcp sessions that wanted a backend.</summary>
    public long Arrivals;

    /// <summary>Places taken on backends, those of further tries included.</summary>
    public long Placed;

    /// <summary>How many had to wait for a place.</summary>
    public long Waits;

    /// <summary>How many found the queue full.</summary>
    public long Refused;

    /// <summary>Places held on backends.</summary>
    public LoadMeter InUse { get; } = new();

    /// <summary>Sessions that wait for a place.</summary>
    public LoadMeter Waiting { get; } = new();
}
