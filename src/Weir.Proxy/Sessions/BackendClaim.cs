// A session's hold on a backend: the place reserved there, or its turn in the queue; the connection; and which backends it has tried.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;

namespace Weir.Proxy.Sessions;

/// <summary>The steps Pick and Acquire for both kinds of sessions, and their undoing. Owned by its session, used again and again.</summary>
internal sealed class BackendClaim(SessionServices services, PoolKind kind)
{
    private readonly ConnectionPool _pool = services.Pool;
    private readonly TriedBackends _tried = new();
    private WorkerCluster? _cluster;
    private ClusterSnapshot? _members;
    private ClusterConfig? _settings;
    private PickHint _hint;
    private bool _isSelective;
    private bool _isCounted; // as one who waits for the cluster

    /// <summary>Who waits when all backends are full. Set before the first pick.</summary>
    public IWaiter? Waiter { get; set; }

    /// <summary>The backend on which a place is reserved.</summary>
    public BackendState? Backend { get; private set; }

    /// <summary>The connection, ready or being opened.</summary>
    public PooledConnection? Connection { get; private set; }

    public Channel? Channel => Connection?.Channel;

    /// <summary>The backend of the last attempt, kept for logs after the claim is over.</summary>
    public BackendState? LastBackend { get; private set; }

    /// <summary>The settings that it goes by: those that its worker had last heard of when it began.</summary>
    public ClusterConfig Settings => _settings!; // from Begin on

    /// <summary>Among which it picks: the same, or where it has to wait for its first place those of its latest turn.</summary>
    private ClusterSnapshot Members => _members!; // likewise

    /// <summary>Whose backends it picks among.</summary>
    public WorkerCluster? Cluster => _cluster;

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>The ticket of the present wait; 0 when not waiting.</summary>
    public int WaitTicket { get; private set; }

    /// <summary>True when connection and place stay with this client (NTLM and Negotiate authenticate the connection).</summary>
    public bool IsPinned { get; set; }

    /// <summary>A new request has tried nothing yet: what fails before it has a cluster must not be told with the backend of the one before.</summary>
    public void ForgetAttempts()
    {
        Attempts = 0;
        LastBackend = null;
    }

    /// <summary>Starts anew for a request; a pinned connection is kept while its backend is a member of the cluster.</summary>
    public void Begin(WorkerCluster cluster, PickHint hint = default)
    {
        if (IsPinned && Array.IndexOf(cluster.Newest.Backends, Backend) < 0)
        {
            Release(reusable: false);
        }

        (_cluster, _members, _settings) = (cluster, cluster.Newest, cluster.Newest.Config);
        _hint = hint;
        _tried.Clear();
        Attempts = 0;
        LastBackend = Backend;
        cluster.Counters.Load.Arrivals++;
    }

    /// <summary>Forgets its user; only a claim that holds nothing may go from one session to another.</summary>
    public void Clear()
    {
        // Always on: a connection or place left in it would become another client's.
        if (Backend is not null || Connection is not null || WaitTicket != 0)
        {
            throw new InvalidOperationException(
                "a claim was given back that still holds a backend"
            );
        }

        Waiter = null;
        LastBackend = null;
        Attempts = 0;
        (_cluster, _members, _settings, _hint) = (null, null, null, default);
        _isSelective = IsPinned = false;
        _tried.Clear();
    }

    /// <summary>Chooses a backend and reserves a place on it, or joins the queue.</summary>
    public ClaimResult Pick()
    {
        if (IsPinned && Connection is not null)
        {
            Attempts++;
            return ClaimResult.Held;
        }

        // A place that is free while others wait is theirs: its notice is on the way to this worker's queue.
        bool isSelective = _tried.Count > 0;
        bool isLast = !isSelective && _cluster!.Queue.OrderlyCount > 0; // Begin named it
        PickResult result = isLast ? PickResult.AllFull : Reserve();
        if (result != PickResult.AllFull)
        {
            return result == PickResult.Picked ? ClaimResult.Picked : ClaimResult.NoneUsable;
        }

        LoadCounters load = _cluster!.Counters.Load;
        if (!_cluster.State.TryStartWaiting())
        {
            load.Refused++;
            return ClaimResult.Full;
        }

        _isCounted = true;
        // Another worker may have given a place back before this wait was counted: nobody would tell of that one.
        result = isLast ? PickResult.AllFull : Reserve();
        if (result != PickResult.AllFull)
        {
            StopWaiting();
            return result == PickResult.Picked ? ClaimResult.Picked : ClaimResult.NoneUsable;
        }

        load.Waits++;
        load.Waiting.Change(1, services.Reactor.NowUs);
        _isSelective = isSelective;
        WaitTicket = services.NextTicket();
        _cluster.Queue.Join(Waiter!, isSelective); // set before the first pick
        return ClaimResult.Queued;
    }

    /// <summary>A waiting session's turn: Queued when there was no place after all.</summary>
    public ClaimResult PickFromQueue()
    {
        if (_tried.Count == 0)
        {
            _members = _cluster!.Newest; // it waits there
        }

        PickResult result = Reserve();
        if (result == PickResult.AllFull)
        {
            return ClaimResult.Queued;
        }

        StopWaiting();
        return result == PickResult.Picked ? ClaimResult.Picked : ClaimResult.NoneUsable;
    }

    public void StopWaiting()
    {
        if (WaitTicket != 0)
        {
            WaitTicket = 0;
            _cluster!.Queue.Leave(_isSelective); // it waited there
            _cluster.Counters.Load.Waiting.Change(-1, services.Reactor.NowUs);
        }

        if (_isCounted)
        {
            _isCounted = false;
            _cluster!.State.StopWaiting(); // likewise
        }
    }

    /// <summary>Takes an idle connection, or starts to open one; true when it is ready now.</summary>
    public bool Acquire(IBackendUser user, bool fresh = false)
    {
        BackendState backend = Backend!; // Pick reserved a place on it
        bool asksPool =
            !fresh
            && Settings.ConnectionPoolSize > 0
            && (kind == PoolKind.Http || Settings.TcpPooling != TcpPooling.Off);
        Connection = asksPool ? _pool.TryTake(backend, kind, user) : null;
        if (kind == PoolKind.Tcp)
        {
            _pool.OnTcpDemand(backend, Connection is not null);
        }

        if (Connection is not null)
        {
            return true;
        }

        Connection = _pool.Open(backend, kind, user, Settings);
        return false;
    }

    /// <summary>The backend failed this session: it is not tried again, and its place is given back.</summary>
    public void GiveUpBackend()
    {
        if (Backend is { } backend)
        {
            _tried.Add(backend);
        }

        Release(reusable: false);
    }

    /// <summary>Closes the connection but keeps the place: a stale connection is replaced by a fresh one to the same backend.</summary>
    public void Discard(bool reset = false)
    {
        IsPinned = false;
        if (Connection is { } connection)
        {
            Connection = null;
            _pool.Discard(connection, reset);
        }
    }

    /// <summary>The connection failed to open and is gone already.</summary>
    public void OnOpenFailed() => Connection = null;

    /// <summary>Ends the claim, and a wait; a clean connection goes back to the pool.</summary>
    public void Release(bool reusable)
    {
        StopWaiting();
        if (Connection is { } connection && reusable)
        {
            Connection = null;
            _pool.Release(connection);
        }

        Discard();
        ReleasePlace();
    }

    /// <summary>After a defect: each part ends, whatever becomes of the others.</summary>
    public void Abandon()
    {
        try
        {
            StopWaiting();
        }
        finally
        {
            try
            {
                Discard(reset: true);
            }
            finally
            {
                ReleasePlace();
            }
        }
    }

    /// <summary>Ends the claim; the connection is set aside until it is quiet (tcpPooling reuse).</summary>
    public void ReleaseAfterQuiet()
    {
        PooledConnection connection = Connection!; // a session that streams has one
        Connection = null;
        _pool.ReleaseAfterQuiet(connection);
        ReleasePlace();
    }

    private PickResult Reserve()
    {
        Balancer balancer = services.Balancers[Members.Config.Algorithm];
        while (true)
        {
            PickResult result = balancer.Pick(Members, _tried, _hint, out BackendState? backend);
            if (result != PickResult.Picked)
            {
                return result;
            }

            // Another worker may take the last place between the look and the reservation.
            if (backend!.TryReserve())
            {
                Backend = LastBackend = backend;
                Attempts++;
                LoadCounters load = _cluster!.Counters.Load; // of the members
                load.Placed++;
                load.InUse.Change(1, services.Reactor.NowUs);
                return PickResult.Picked;
            }
        }
    }

    private void ReleasePlace()
    {
        if (Backend is not { } backend)
        {
            return;
        }

        Backend = null;
        _cluster!.Counters.Load.InUse.Change(-1, services.Reactor.NowUs); // the place is in it
        backend.Release();
    }
}
