// What a worker lends to whatever it serves: the reactor, the pool, counters, clusters.
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Sessions;

/// <summary>The surroundings of all sessions of one worker. Owned by the worker's thread.</summary>
internal sealed class SessionServices
{
    private int _lastTicket;

    /// <summary>The worker's number.</summary>
    public required int Index { get; init; }

    public required Reactor Reactor { get; init; }

    public required ConnectionPool Pool { get; init; }

    public required WorkerCounters Counters { get; init; }

    public required DeadlineTable Deadlines { get; init; }

    public required EventSink Events { get; init; }

    public required Rng Rng { get; init; }

    public required Balancers Balancers { get; init; }

    public required HttpDate Date { get; init; }

    /// <summary>True from the start of a drain: no connection is kept alive any more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>A defect was contained in this turn: nobody knows what state it left its session in.</summary>
    public bool HadDefect { get; set; }

    /// <summary>The changes to a head that is being written; used within one call.</summary>
    public HeadEdits Edits { get; } = new();

    /// <summary>The same worker, as policies see it.</summary>
    public PolicyWorker PolicyWorker => field ??= new PolicyWorker(Reactor.Lag, Counters);

    /// <summary>Which failures go to the flight recorder.</summary>
    public FailureGate Failures { get; } = new();

    /// <summary>Whether to turn this new connection away, since what is under way already waits too long for the thread; counts it.</summary>
    public bool TryShedConnection()
    {
        bool isOver = Reactor.Lag.IsOver;
        Counters.Shed += isOver ? 1 : 0;
        return isOver;
    }

    public BlockPool Blocks => Reactor.Blocks;

    /// <summary>This worker's part of a cluster; a snapshot is applied before its listeners accept.</summary>
    public WorkerCluster Cluster(ClusterState cluster) => (WorkerCluster)cluster.Parts[Index];

    /// <summary>What the worker counts for a cluster, or where there is none.</summary>
    public ClusterCounters CountersOf(WorkerCluster? cluster) =>
        cluster?.Counters ?? Counters.NoCluster;

    /// <summary>For a wait in the queue of any cluster, never 0: one that is over is not taken for another.</summary>
    public int NextTicket() => _lastTicket = _lastTicket == int.MaxValue ? 1 : _lastTicket + 1;

    /// <summary>Counts, notes and logs that work moves on after a backend failed.</summary>
    public void NoteRetry(
        WorkerCluster cluster,
        BackendState from,
        FailureCode code,
        FlightTrace? trace,
        long connectionId
    )
    {
        cluster.Counters.Retries[(int)code]++;
        trace?.Note(FailureStepKind.BackendFailed, Reactor.NowUs, from.Address, code);
        if (Events.DebugEnabled)
        {
            Events.Retry(
                cluster.State.Name,
                from.Address,
                null,
                FailureCodes.Text(code),
                connectionId
            );
        }
    }
}
