// The threads of a running load balancer: one worker a core, the health monitor and the timeout manager, with what they share.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Configuration.Process;
using Weir.Linux.Epoll;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Health;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;
using Weir.Proxy.Workers;

namespace Weir.Composition;

/// <summary>Makes, starts, drains and stops the threads that carry traffic and look after backends.</summary>
internal sealed class DataPlane : IDisposable
{
    private const int HealthBlocks = 1024;
    private const long LeastPoolBytes = 64L << 20;

    /// <summary>A worker reads its mail each turn, milliseconds apart. One that is kept from its turn for that long does so later.</summary>
    private static readonly TimeSpan s_appliedWithin = TimeSpan.FromSeconds(5);

    private readonly WorkerThread[] _threads;
    private readonly CountdownEvent _drained;
    private readonly TimeoutManager _timeouts = new();
    private readonly Action<string> _onDefect;
    private PeriodicThread? _healthThread;
    private PeriodicThread? _timeoutThread;

    public DataPlane(
        ReactorConfig config,
        ReactorEngine engine,
        EventSink events,
        Action<string> onDefect
    )
    {
        _onDefect = onDefect;
        Engine = engine;
        int count = WorkersFor(config);
        _drained = new CountdownEvent(count);
        var seeds = new Rng((ulong)Stopwatch.GetTimestamp() ^ ((ulong)Environment.ProcessId << 32));
        _threads = new WorkerThread[count];
        for (int i = 0; i < count; i++)
        {
            Reactor reactor = engine.NewReactor(new BlockPool(Limits.BlockBytes, BlocksFor(count)));
            var worker = new Worker(
                new WorkerOptions(i, count, reactor, events, seeds.Next(), _ => _drained.Signal())
                {
                    MaxLagUs = config.MaxLagMs == 0 ? long.MaxValue : config.MaxLagMs * 1000,
                    WriteDate = static text => DateTimeOffset.UtcNow.TryFormat(text, out _, "R"),
                }
            );
            _threads[i] = new WorkerThread(worker, reactor, i, onDefect);
            _timeouts.Watch(worker.Deadlines, worker);
        }

        Workers = [.. _threads.Select(t => t.Worker)];
        Counters = [.. Workers.Select(w => w.Counters)];
        Health = new HealthMonitor(
            new EpollReactor(new BlockPool(Limits.BlockBytes, HealthBlocks)),
            new Rng(seeds.Next()),
            static () => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()
        );
    }

    public ReactorEngine Engine { get; }

    public IReadOnlyList<Worker> Workers { get; }

    public IReadOnlyList<WorkerCounters> Counters { get; }

    public HealthMonitor Health { get; }

    /// <summary>Where members of clusters are named that the configuration does not list.</summary>
    public Membership Membership { get; } = new();

    /// <summary>How many workers there are: as configured, or one a core.</summary>
    public static int WorkersFor(ReactorConfig config) =>
        config.Threads == 0 ? Environment.ProcessorCount : config.Threads;

    /// <summary>Starts all threads.</summary>
    public void Start()
    {
        foreach (WorkerThread thread in _threads)
        {
            thread.Start();
        }

        _healthThread = new PeriodicThread(
            "weir-health",
            () => Health.RunOnce(),
            _onDefect,
            wake: () => Health.Post([])
        );
        _timeoutThread = new PeriodicThread("weir-timeouts", ScanTimeouts, _onDefect);
    }

    /// <summary>
    /// Mails a config to all threads; once they run, waits until every worker goes by it, so that who is told of a reload finds it in force.
    /// </summary>
    /// <param name="snapshot">What is to be in force.</param>
    /// <param name="shares">For each listener the fresh sockets of each worker, or null where the workers go on with those they have.</param>
    public void Apply(ProxySnapshot snapshot, IReadOnlyList<ListenSocket[][]?> shares)
    {
        Membership.Follow(snapshot.Clusters);
        var applied = new CountdownEvent(Workers.Count);
        for (int worker = 0; worker < Workers.Count; worker++)
        {
            ListenSocket[]?[] sockets = [.. shares.Select(s => s?[worker])];
            Workers[worker].PostApply(new WorkerPlan(snapshot, sockets, () => applied.Signal()));
        }

        Health.Post(snapshot.Clusters);
        if (_healthThread is not null)
        {
            applied.Wait(s_appliedWithin);
        }
    }

    /// <summary>Stops accepting and waits until no client is left, at most <paramref name="limit"/>; false when some had to be cut.</summary>
    public bool Drain(TimeSpan limit)
    {
        foreach (Worker worker in Workers)
        {
            worker.PostDrain();
        }

        if (_drained.Wait(limit))
        {
            return true;
        }

        foreach (Worker worker in Workers)
        {
            worker.PostCut();
        }

        return false;
    }

    public void Dispose()
    {
        _timeoutThread?.Dispose();
        _healthThread?.Dispose();
        Health.Stop();
        foreach (WorkerThread thread in _threads)
        {
            thread.Stop();
        }
    }

    private void ScanTimeouts()
    {
        Thread.Sleep(TimeoutManager.ResolutionMs);
        _timeouts.CheckConnections(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000));
    }

    // A quarter of the memory that the process may use (its control group's, in a container) goes to blocks at most, shared evenly;
    // pages that were never filled cost nothing.
    private static int BlocksFor(int workers)
    {
        long bytes = long.Max(LeastPoolBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
        return (int)long.Clamp(bytes / workers / Limits.BlockBytes, 64, int.MaxValue);
    }
}
