// What a worker is made of.
using Weir.Configuration.Clusters;
using Weir.Proxy.Balancing;
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Workers;

/// <summary>The parts of a worker.</summary>
/// <param name="Index">0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">Workers in the process.</param>
/// <param name="Reactor">Its event loop, used by its thread alone.</param>
/// <param name="Events">Who is told what happens; shared by all workers.</param>
/// <param name="Seed">For its random choices.</param>
/// <param name="OnDrained">Called on the worker's thread with its index when it drains and holds no client any more.</param>
public sealed record WorkerOptions(
    int Index,
    int Count,
    Reactor Reactor,
    EventSink Events,
    ulong Seed,
    Action<int> OnDrained
)
{
    /// <summary>Writes the wall clock's time as 29 bytes (IMF-fixdate, RFC 9110 §5.6.7) for the Date of responses; none without.</summary>
    public Action<byte[]>? WriteDate { get; init; }

    /// <summary>Microseconds that what is ready may wait for this worker's thread before new work is turned away.</summary>
    public long MaxLagUs { get; init; } = long.MaxValue;

    /// <summary>Makes the balancer of an algorithm; the simulation puts a judge around each.</summary>
    public Func<BalancingAlgorithm, Rng, Balancer> CreateBalancer { get; init; } = Balancer.Create;
}
