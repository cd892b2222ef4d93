// What a worker lends to its pool.
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Pooling;

/// <summary>The worker's parts that the pool works with.</summary>
/// <param name="Reactor">Opens connections and tells the time.</param>
/// <param name="Counters">Counts timeouts.</param>
/// <param name="Deadlines">Guards connects and idle connections.</param>
/// <param name="Events">Told what happens.</param>
/// <param name="WorkerIndex">Which of the workers that share the limits this is.</param>
/// <param name="WorkerCount">Workers that share the limits.</param>
public sealed record PoolServices(
    Reactor Reactor,
    WorkerCounters Counters,
    DeadlineTable Deadlines,
    EventSink Events,
    int WorkerIndex = 0,
    int WorkerCount = 1
)
{
    /// <summary>An even share of a limit; at least 1.</summary>
    public int FairShare(int limit) => int.Max(1, limit / WorkerCount);

    /// <summary>Whether it is this worker that does for a backend what one of them does for all.</summary>
    public bool LooksAfter(BackendState backend) => backend.Number % WorkerCount == WorkerIndex;
}
