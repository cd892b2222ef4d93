// A whole load balancer on a simulated network: workers, deadlines and checks, joined as the product joins them. Owned by one test run.
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Health;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;
using Weir.Proxy.Workers;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>Workers that serve a config in virtual time. What must hold at every moment is checked after each turn.</summary>
internal sealed class ProxyWorld
{
    /// <summary>By when a deadline has been acted on: the time between two scans, and a turn or two.</summary>
    public const long ResolutionUs = TimeoutManager.ResolutionMs * 1000L;

    /// <summary>By when every worker has heard of a config: it is told by mail, and a worker may be a turn late.</summary>
    public const long MailUs = 50_000;

    private readonly ConditionalWeakTable<TriedBackends, ClusterSnapshot> _picks = [];
    private readonly BackendRecorder _observer;
    private readonly SnapshotBuilder _builder;
    private readonly TimeoutManager _timeouts = new();
    private readonly Dictionary<string, (string Address, SocketEndpoint Local)> _bound = [];
    private readonly List<BackendState> _everSeen = [];
    private readonly Membership _membership = new();
    private readonly MemberBook _members = new();
    private readonly HashSet<ClusterState> _clustersSeen = [];
    private readonly HashSet<ListenerState> _listenersSeen = [];
    private Action _endHealth = () => { };
    private HealthMonitor? _health;
    private bool _isStopped;
    private long _publishedUs;

    public ProxyWorld(SimWorld world, WeirConfig config, int workers = 1, int maxBlocks = 256)
    {
        World = world;
        _observer = new BackendRecorder(world.Network);
        _builder = new SnapshotBuilder(_observer);
        for (int i = 0; i < workers; i++)
        {
            SimReactor reactor = world.AddReactor(maxBlocks);
            var worker = new Worker(
                new WorkerOptions(
                    i,
                    workers,
                    reactor,
                    Events,
                    world.Rng.Next(),
                    _ => DrainedCount++
                )
                {
                    CreateBalancer = (algorithm, rng) =>
                        new JudgingBalancer(
                            Balancer.Create(algorithm, rng),
                            IsOutdated,
                            _picks,
                            Events
                        ),
                }
            );
            Workers.Add(worker);
            Reactors.Add(reactor);
            _timeouts.Watch(worker.Deadlines, worker);
            reactor.Drive(() => Turn(worker));
        }

        _observer.Workers = Workers;
        Apply(config);
        Scan();
    }

    public SimWorld World { get; }

    public List<Worker> Workers { get; } = [];

    public List<SimReactor> Reactors { get; } = [];

    public ProxyEvents Events { get; } = new();

    public ProxySnapshot Snapshot { get; private set; } = ProxySnapshot.None;

    public IReadOnlyList<string> Transitions => _observer.Transitions;

    /// <summary>Workers that have told that their last client is gone.</summary>
    public int DrainedCount { get; private set; }

    public int SessionCount => Workers.Sum(w => w.SessionCount);

    public long NowUs => World.Network.Clock.NowUs;

    public ClusterState Cluster(string name) => Snapshot.Clusters.Single(c => c.Name == name).State;

    /// <summary>What the first worker has counted for a backend of the cluster "web".</summary>
    public BackendCounters Counters(int backend) =>
        Cluster("web").Backends[backend].Parts.Find(0)?.Counters ?? new BackendCounters();

    /// <summary>Puts a config into force as a start or a reload does.</summary>
    public void Apply(WeirConfig config)
    {
        var sockets = new ListenSocket[]?[config.Listeners.Length];
        var locals = new SocketEndpoint[config.Listeners.Length];
        for (int i = 0; i < sockets.Length; i++)
        {
            (sockets[i], locals[i]) = Bind(config.Listeners[i]);
        }

        ProxySnapshot before = Snapshot;
        Snapshot = _builder.Build(config, before);
        _clustersSeen.UnionWith(Snapshot.Clusters.Select(c => c.State));
        _listenersSeen.UnionWith(Snapshot.Listeners.Select(l => l.State));
        _bound.Clear();
        for (int i = 0; i < locals.Length; i++)
        {
            Snapshot.Listeners[i].State.Local = locals[i];
            _bound[config.Listeners[i].Name] = (config.Listeners[i].Address.Text, locals[i]);
        }

        Snapshot.Publish(before, () => Post(sockets));
        _publishedUs = NowUs;
        _everSeen.AddRange(
            Snapshot.Clusters.SelectMany(c => c.Backends).Where(b => !_everSeen.Contains(b))
        );
        _members.Follow(before, Snapshot);
        _members.Check(Snapshot);
    }

    /// <summary>A source names members of a cluster, beside the config; what comes of it is told to <paramref name="note"/>.</summary>
    public void SetMembers(
        string cluster,
        ImmutableArray<BackendConfig> members,
        string source,
        Action<string> note
    )
    {
        BackendState[] before = Cluster(cluster).Backends;
        _membership.Set(cluster, members, source);
        _members.Note(Cluster(cluster), source, members);
        _members.Check(Snapshot);
        BackendState[] joined = [.. Cluster(cluster).Backends.Except(before)];
        BackendState[] left = [.. before.Except(Cluster(cluster).Backends)];
        _everSeen.AddRange(joined);
        void NoteIf(bool holds, string what)
        {
            if (holds)
            {
                note(what);
            }
        }

        NoteIf(joined.Length > 0, "a member joins under traffic");
        NoteIf(left.Length > 0, "a member leaves under traffic");
        NoteIf(left.Any(b => b.InUse > 0), "a member leaves that serves");
        NoteIf(Cluster(cluster).Usable.Loads is not null, "loads are compared by a tree");
    }

    /// <summary>Begins to check backends.</summary>
    public void StartHealth()
    {
        var reactor = new SimReactor(World.Network, new BlockPool(Limits.BlockBytes, 64), 99);
        _health = new HealthMonitor(
            reactor,
            new Rng(World.Seed),
            () => 1_700_000_000_000 + (NowUs / 1000)
        );
        _observer.Health = _health;
        _health.Post(Snapshot.Clusters);
        reactor.Drive(() => _health.RunOnce());
        _endHealth = reactor.Dispose;
    }

    public void Drain() => Workers.ForEach(w => w.PostDrain());

    public void Cut() => Workers.ForEach(w => w.PostCut());

    /// <summary>Waits until every session has ended by itself, and looks that nothing is left of them.</summary>
    public void CheckAtRest(long withinUs = 900_000_000)
    {
        World.RunUntil(() => SessionCount == 0, "every session ends", withinUs);
        // What connects, quietens or lingers is over by then.
        World.RunFor(15_000_000);
        foreach (BackendState backend in _everSeen)
        {
            Same(0, backend.InUse, $"places in use on {backend.Address}");
            Same(0, backend.IsRemoved ? backend.Idle : 0, $"idle on {backend.Address} that left");
        }

        _members.Check(Snapshot);
        int members = Snapshot.Clusters.Sum(c => c.Backends.Length);
        Same(members, _health?.CheckedCount ?? members, "backends that are checked");

        foreach (ClusterState cluster in _clustersSeen)
        {
            Same(0, cluster.WaitingCount, $"waiting for {cluster.Name}");
            CheckRetryBudget(cluster);
        }

        foreach (ListenerState listener in _listenersSeen)
        {
            Same(0, listener.Active, $"clients of {listener.Name}");
        }

        // A warm-up may be under way: on a bad network they end and begin again.
        World.RunUntil(
            () => Workers.Sum(w => w.BackendConnectionCount) == _everSeen.Sum(b => b.Idle),
            "all backend connections lie in the pool",
            60_000_000
        );
        int pooled = Workers.Sum(w => w.BackendConnectionCount);
        Same(pooled, Workers.Sum(w => w.Deadlines.Count), "deadlines beside the pool's");
        Same(0, (int)Workers.Sum(w => w.Counters.ActiveConnections), "active connections counted");
        Same(
            0,
            (int)
                Workers
                    .SelectMany(
                        w => Enumerable.Range(0, w.Counters.ListenerCount),
                        (w, id) => w.Counters.Listener(id)
                    )
                    .Sum(listener => Math.Abs(listener.ActiveRequests) + Math.Abs(listener.Active)),
            "active requests and clients counted"
        );
        Events.CheckBalanced();
        Workers.ForEach(SpareCheck.Check);
    }

    /// <summary>Ends the workers and looks that everything went back.</summary>
    public void Stop()
    {
        _isStopped = true;
        _health?.Stop();
        Drain();
        Workers.ForEach(w => w.PostStop());
        World.RunFor(1_000_000);
        Same(0, _everSeen.Sum(b => b.Idle), "idle connections after the end");
        Same(0, _everSeen.Sum(b => b.InUse), "places in use after the end");
        Same(Workers.Count, DrainedCount, "workers that told that they drained");
        for (int i = 0; i < Workers.Count; i++)
        {
            Reactors[i].Dispose();
        }

        _endHealth();
        World.CheckQuiet();
    }

    // Where nothing runs, the least budget is free: three.
    private static void CheckRetryBudget(ClusterState cluster)
    {
        int free = 0;
        while (free < 4 && cluster.TryStartFreeRetry())
        {
            free++;
        }

        for (int i = 0; i < free; i++)
        {
            cluster.EndRetry();
        }

        Same(3, free, $"retries left to {cluster.Name}");
    }

    private static void Same(int expected, int actual, string what)
    {
        if (expected != actual)
        {
            throw new SimFailureException($"{actual} {what}, not {expected}");
        }
    }

    private void Post(ListenSocket[]?[] sockets)
    {
        _membership.Follow(Snapshot.Clusters);
        for (int w = 0; w < Workers.Count; w++)
        {
            ListenSocket[]?[] own = [.. sockets.Select(s => s is null ? null : new[] { s[w] })];
            Workers[w].PostApply(new WorkerPlan(Snapshot, own));
        }

        _health?.Post(Snapshot.Clusters);
    }

    // Another has taken its place, and every worker has read the mail that says so.
    private bool IsOutdated(ClusterSnapshot cluster) =>
        cluster != cluster.State.Current && NowUs > _publishedUs + MailUs;

    private void Turn(Worker worker)
    {
        worker.RunOnce();
        foreach (BackendState backend in _everSeen)
        {
            ClusterConfig config = backend.Cluster.Config;
            if (backend.InUse < 0 || backend.Idle < 0 || backend.Idle > MostIdle(backend))
            {
                throw new SimFailureException(
                    $"{backend.Address}: {backend.InUse} in use, {backend.Idle} idle of {config.ConnectionPoolSize}"
                );
            }

            if (config.MaxConnections > 0 && backend.InUse > MostInUse)
            {
                throw new SimFailureException($"{backend.Address}: {backend.InUse} in use");
            }
        }

        OnTurn?.Invoke();
    }

    /// <summary>Called after each turn and each scan, for what a test knows must hold at any time.</summary>
    public Action? OnTurn { get; set; }

    /// <summary>The limits that were in force; a reload that lowers them takes effect when the workers hear of it.</summary>
    public int MostInUse { get; set; } = int.MaxValue;

    public int? MostIdleEver { get; set; }

    private int MostIdle(BackendState backend) =>
        MostIdleEver ?? backend.Cluster.Config.ConnectionPoolSize;

    private void Scan()
    {
        if (!_isStopped)
        {
            _timeouts.CheckConnections(NowUs);
            OnTurn?.Invoke();
            World.Network.After(ResolutionUs, Scan, isBackground: true);
        }
    }

    private (ListenSocket[]? Sockets, SocketEndpoint Local) Bind(ListenerConfig listener)
    {
        if (
            _bound.TryGetValue(listener.Name, out (string Address, SocketEndpoint Local) bound)
            && bound.Address == listener.Address.Text
        )
        {
            return (null, bound.Local);
        }

        SocketEndpoint address = SimWorld.Loopback(listener.Address.Port);
        if (_bound.Values.Any(b => b.Local == address))
        {
            // It was renamed, say: the address stays ours.
            return (World.Sockets.Join(address, listener.Backlog, Workers.Count), address);
        }

        return World.Sockets.TryListen(
            address,
            listener.Backlog,
            Workers.Count,
            out ListenSocket[] made,
            out string? error
        )
            ? (made, made[0].Local)
            : throw new SimFailureException(error ?? "cannot bind");
    }
}
