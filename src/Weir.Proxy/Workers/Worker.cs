// One worker: a reactor with its sessions, pool, counters and deadlines, all on one thread. Other threads speak to it by messages only.
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Workers;

/// <summary>The data plane of one core. Post… may be called from any thread; <see cref="RunOnce"/> belongs to the worker's own.</summary>
public sealed class Worker : IListenerOwner, IExpirySink
{
    private const int MailboxCapacity = 65_536;
    private const int LongestWaitMs = 1_000;
    private const long TickUs = 1_000_000;

    private readonly WorkerOptions _options;
    private readonly Mailbox<WorkerMessage> _mailbox;
    private readonly ConnectionManager _connections;
    private readonly SessionServices _services;
    private readonly ClientSpares _clients;
    private readonly ClientSetup _setup;
    private readonly WorkerListeners _listeners;
    private readonly WorkerClusters _clusters;
    private bool _reportedDrained;
    private long _nextTickUs;
    private long _shedTold;

    public Worker(WorkerOptions options)
    {
        _options = options;
        options.Reactor.Lag.LimitUs = options.MaxLagUs;
        _mailbox = new Mailbox<WorkerMessage>(MailboxCapacity, options.Reactor.Wake);
        _connections = new ConnectionManager(options.Index, options.Count);
        _listeners = new WorkerListeners(options.Reactor, this);
        Counters = new WorkerCounters();
        Deadlines = new DeadlineTable();
        var rng = new Rng(options.Seed);
        _services = new SessionServices
        {
            Index = options.Index,
            Reactor = options.Reactor,
            Counters = Counters,
            Deadlines = Deadlines,
            Events = options.Events,
            Rng = rng,
            Balancers = new Balancers(algorithm => options.CreateBalancer(algorithm, rng)),
            Pool = new ConnectionPool(
                new PoolServices(
                    options.Reactor,
                    Counters,
                    Deadlines,
                    options.Events,
                    options.Index,
                    options.Count
                )
            ),
            Date = new HttpDate(options.WriteDate),
        };
        _clients = new ClientSpares(_services, _connections.OnEnded);
        _setup = new ClientSetup(_clients, _connections.Start);
        _clusters = new WorkerClusters(_services);
        options.Reactor.Defects = new WorkerDefects(_services);
    }

    public WorkerCounters Counters { get; }

    public DeadlineTable Deadlines { get; }

    /// <summary>True once <see cref="PostStop"/> was received: the thread may end.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Client sessions open now; for the worker's own thread.</summary>
    public int SessionCount => _connections.Count;

    /// <summary>Backend connections in any state; for the worker's own thread.</summary>
    public int BackendConnectionCount => _services.Pool.OpenCount;

    /// <summary>What its client connections have in common; for the simulation.</summary>
    internal ClientSpares Clients => _clients;

    /// <summary>Puts a config into force.</summary>
    public void PostApply(WorkerPlan plan) => Post(WorkerMessageKind.Apply, plan);

    /// <summary>Health, state or weight of a backend changed.</summary>
    public void PostBackendChanged(BackendState backend) =>
        Post(WorkerMessageKind.BackendChanged, backend);

    /// <summary>Members of a cluster joined, left or have another weight.</summary>
    public void PostMembersChanged(MemberChange change) =>
        Post(WorkerMessageKind.MembersChanged, change);

    /// <summary>A place became free on a cluster for which sessions wait.</summary>
    public void PostRoomMade(ClusterState cluster) => Post(WorkerMessageKind.RoomMade, cluster);

    /// <summary>Another worker lacks places for idle connections to a backend.</summary>
    public void PostIdlePlaceWanted(BackendState backend) =>
        Post(WorkerMessageKind.IdlePlaceWanted, backend);

    /// <summary>Accept what is queued, close the listeners, let sessions finish.</summary>
    public void PostDrain() => Post(WorkerMessageKind.Drain);

    /// <summary>Reset all sessions that are left.</summary>
    public void PostCut() => Post(WorkerMessageKind.Cut);

    /// <summary>End: idle backend connections close.</summary>
    public void PostStop() => Post(WorkerMessageKind.Stop);

    bool IExpirySink.TryPostExpired(int slot, int generation) =>
        _mailbox.TryPost(new(WorkerMessageKind.Expired, Slot: slot, Generation: generation));

    /// <summary>One turn: I/O, then messages.</summary>
    public void RunOnce(int maxWaitMs = LongestWaitMs)
    {
        _options.Reactor.RunOnce(_mailbox.IsEmpty ? maxWaitMs : 0);
        _mailbox.BeginReceive();
        while (_mailbox.TryReceive(out WorkerMessage message))
        {
            OnMessage(message);
        }

        if (_options.Reactor.NowUs >= _nextTickUs)
        {
            _nextTickUs = _options.Reactor.NowUs + TickUs;
            _services.Pool.Tick();
            ReportShed();
        }

        _clients.EndTurn();
        Counters.LagUs = _options.Reactor.Lag.LatestUs;
        Counters.BulkBytes = _options.Reactor.Blocks.PipedBytes;
        ReportDrained();
    }

    void IListenerOwner.OnAccepted(Listener listener, Channel channel)
    {
        try
        {
            if (_connections.IsCut)
            {
                channel.Reset(); // there was no descriptor to accept it with before
                return;
            }

            _setup.Begin((ListenerBinding)listener.Tag!, channel); // set when it was made
        }
        catch (Exception defect)
        {
            if (!_options.Reactor.TryContain((object?)channel.Owner ?? channel, defect))
            {
                throw;
            }
        }
    }

    void IListenerOwner.OnStopped(Listener listener) => _listeners.OnStopped();

    void IListenerOwner.OnAcceptFailed(Listener listener, IoStatus status) =>
        _options.Events.Error(
            "listener",
            $"accept failed on {((ListenerBinding)listener.Tag!).Snapshot.Name}: {status}; raise the limit of open files"
        );

    private void Post(WorkerMessageKind kind, object? payload = null) =>
        _mailbox.Post(new(kind, payload));

    private void OnMessage(in WorkerMessage message)
    {
        switch (message.Kind)
        {
            case WorkerMessageKind.Expired:
                OnExpired(message);
                break;
            case WorkerMessageKind.Apply:
                Apply((WorkerPlan)message.Payload!); // each kind comes with its payload
                break;
            case WorkerMessageKind.BackendChanged:
                OnBackendChanged((BackendState)message.Payload!);
                break;
            case WorkerMessageKind.MembersChanged:
                _clusters.OnMembersChanged((MemberChange)message.Payload!);
                break;
            case WorkerMessageKind.RoomMade:
                _clusters.ServeQueue((ClusterState)message.Payload!);
                break;
            case WorkerMessageKind.IdlePlaceWanted:
                _services.Pool.OnIdlePlaceWanted((BackendState)message.Payload!);
                break;
            case WorkerMessageKind.Drain:
                Drain();
                break;
            case WorkerMessageKind.Cut:
                _connections.Cut("drain_deadline");
                break;
            case WorkerMessageKind.Stop:
                _connections.Cut("stopped");
                _services.Pool.CloseIdle();
                IsStopped = true;
                break;
        }
    }

    private void OnExpired(in WorkerMessage message)
    {
        long nowUs = _options.Reactor.NowUs;
        if (Deadlines.TakeExpired(message.Slot, message.Generation, nowUs) is { } owner)
        {
            _options.Reactor.Run(owner, nowUs, static (owner, nowUs) => owner.OnDeadline(nowUs));
        }
    }

    private void Apply(WorkerPlan plan)
    {
        ProxySnapshot snapshot = plan.Snapshot;
        Counters.EnsureListeners(snapshot.ListenerIdLimit);
        _clusters.Apply(snapshot);
        _listeners.Apply(plan);
        _connections.OnReload();
        plan.OnApplied?.Invoke();
    }

    private void OnBackendChanged(BackendState backend)
    {
        _services.Pool.OnBackendChanged(backend);
        if (backend.Admin == AdminState.Maint)
        {
            _connections.OnMaintenance(backend);
        }

        _clusters.ServeQueue(backend.Cluster);
    }

    private void Drain()
    {
        _services.IsDraining = true;
        _listeners.Stop();
        _connections.Drain();
    }

    // Once a second at most, however much there is.
    private void ReportShed()
    {
        long count = Counters.Shed - _shedTold;
        if (count > 0)
        {
            _shedTold = Counters.Shed;
            _options.Events.Error(
                "overload",
                $"reactor {_options.Index} turned {count} connections and requests away within a second: what was ready waited longer than reactor.maxLag; give the process more cores, or run more instances"
            );
        }
    }

    private void ReportDrained()
    {
        if (
            _services.IsDraining
            && !_reportedDrained
            && _listeners.OpenCount == 0
            && _connections.Count == 0
        )
        {
            _reportedDrained = true;
            _options.OnDrained(_options.Index);
        }
    }
}
