// What a worker lends to its pool.
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Weir.Proxy.Metrics;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Pooling;

/// <summary>The worker's parts that the pool works with.</summary>
public sealed record PoolServices(
    Reactor Reactor,
    WorkerCounters Counters,
    DeadlineTable Deadlines,
    EventSink Events
);
