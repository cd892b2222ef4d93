// What one worker counts for one listener. One writer; the metrics thread reads.
namespace Weir.Proxy.Facts;

/// <summary>Counters of one listener within one worker. What it answered is counted with the clusters that it answered for.</summary>
public sealed class ListenerCounters
{
    /// <summary>Client connections open now.</summary>
    public long Active;

    /// <summary>Requests under way: from their first byte to the end of their response, or of the tunnel they became.</summary>
    public long ActiveRequests;
}
