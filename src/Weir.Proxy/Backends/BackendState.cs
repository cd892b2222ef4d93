// One living backend: identity, weight, health, load. Shared by all threads; survives reloads as long as its address stays in its cluster.
using System.Net;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Backends;

/// <summary>The shared state of a backend. Counts are over all workers.</summary>
public sealed class BackendState
{
    private readonly SharedCounts _counts = new();
    private readonly HealthRecord _record;
    private SocketEndpoint[] _endpoints;
    private int _preferredEndpoint;
    private int _drainTold;
    private int _idleWished;
    private int _configuredWeight; // that the config last gave; a reload changes the one in force only when this changes
    private volatile AdminState _admin;
    private volatile bool _removed;
    private volatile int _weight;

    internal BackendState(int number, ClusterState cluster, BackendConfig config)
    {
        Number = number;
        Cluster = cluster;
        _record = new HealthRecord(this);
        Config = config.Address;
        _endpoints = EndpointsOf(config.Address);
        _weight = _configuredWeight = config.Weight;
    }

    /// <summary>Its place among the members when it joined them: spreads over the workers what one of them does for all. Not unique.</summary>
    public int Number { get; }

    /// <summary>What each worker keeps of it.</summary>
    public PerWorker<BackendPart> Parts { get; } = new();

    public ClusterState Cluster { get; }

    public EndpointAddress Config { get; }

    /// <summary>The address as configured: its name in metrics, logs and the API.</summary>
    public string Address => Config.Text;

    public BackendHealth Health => _record.Health;

    /// <summary>Whether connections may wait there for their client.</summary>
    public WarmLosses Warm { get; } = new();

    /// <summary>Who wanted <see cref="Admin"/> and <see cref="Weight"/> to be what they are.</summary>
    public OperatorOrders Orders { get; } = new();

    public AdminState Admin => _admin;

    /// <summary>0 takes no new work.</summary>
    public int Weight => _weight;

    /// <summary>Where it stands among the members of its cluster.</summary>
    internal MemberPlace Place { get; } = new();

    /// <summary>Whether it is a member of its cluster as that is in force; under the cluster's lock.</summary>
    internal bool IsMember => Place.Rank >= 0 && !_removed;

    /// <summary>True once the backend has left the config, or whoever named it names it no more.</summary>
    public bool IsRemoved => _removed;

    /// <summary>Connections assigned to clients, connecting ones included.</summary>
    public int InUse => _counts.InUse.Value;

    /// <summary>Idle pooled connections over all workers; the place for one is reserved before it is kept.</summary>
    public int Idle => _counts.Idle.Value;

    /// <summary>Where to connect; empty while the name does not resolve.</summary>
    public SocketEndpoint[] Endpoints => Volatile.Read(ref _endpoints);

    /// <summary>Unix milliseconds of the last check, 0 before it.</summary>
    public long LastCheckUnixMs => _record.LastCheckUnixMs;

    /// <summary>What the last check found, in words.</summary>
    public string LastCheckOutcome => _record.LastCheckOutcome;

    public long ChecksSucceeded => _record.ChecksSucceeded;

    public long ChecksFailed => _record.ChecksFailed;

    public long TurnedHealthy => _record.TurnedHealthy;

    public long TurnedUnhealthy => _record.TurnedUnhealthy;

    /// <summary>True when an operator allows new work and the weight is above 0; health is another matter. One that has left the config is
    /// there for the requests that were picked by a configuration with it.</summary>
    public bool IsReady => _admin == AdminState.Ready && _weight > 0;

    /// <summary>True when it may be picked, as far as its health is concerned.</summary>
    public bool IsUsable => IsReady && Health.Status != HealthStatus.Unhealthy;

    /// <summary>True when connections may wait in a pool for it.</summary>
    public bool MayPool => IsUsable && !_removed;

    /// <summary>True when one more connection would stay within the cluster's limit; a hint, the truth is <see cref="TryReserve"/>.</summary>
    public bool HasRoom =>
        Cluster.Config.MaxConnections is var limit && (limit == 0 || InUse < limit);

    /// <summary>Assigns a place to a client, unless the limit of the cluster is reached.</summary>
    public bool TryReserve()
    {
        int limit = Cluster.Config.MaxConnections;
        bool isReserved = _counts.InUse.TryIncrement(limit == 0 ? int.MaxValue : limit);
        if (isReserved && _drainTold != 0)
        {
            Volatile.Write(ref _drainTold, 0); // by a request from before it was drained or left: its end is told too
        }

        RefreshLoad(); // one that seemed to have room must not seem so again
        return isReserved;
    }

    /// <summary>Gives a client's place back.</summary>
    public void Release()
    {
        int left = _counts.InUse.Decrement();
        RefreshLoad();
        if (left == 0 && (_admin != AdminState.Ready || _removed))
        {
            TellDrained();
        }

        if (Cluster.WaitingCount > 0)
        {
            Cluster.Observer.OnRoomMade(Cluster);
        }
    }

    /// <summary>Reserves a place for one idle connection within <paramref name="limit"/> over all workers.</summary>
    public bool TryReserveIdle(int limit) => _counts.Idle.TryIncrement(limit);

    public void ReleaseIdle() => _counts.Idle.Decrement();

    /// <summary>Asks workers with more than their share of the places for idle connections to leave some, once until
    /// <see cref="ForgetIdleWish"/>.</summary>
    public void WishForIdlePlace()
    {
        if (Volatile.Read(ref _idleWished) == 0 && Interlocked.Exchange(ref _idleWished, 1) == 0)
        {
            Cluster.Observer.OnIdlePlaceWanted(this);
        }
    }

    /// <summary>Lets the next wish be told.</summary>
    public void ForgetIdleWish()
    {
        if (Volatile.Read(ref _idleWished) != 0)
        {
            Volatile.Write(ref _idleWished, 0);
        }
    }

    /// <summary>The index of the endpoint to try first, the one that last worked; taken modulo their number, which may have changed.</summary>
    public int PreferredEndpoint
    {
        get => Volatile.Read(ref _preferredEndpoint);
        set => Volatile.Write(ref _preferredEndpoint, value);
    }

    /// <summary>Publishes what the name resolves to; none makes the backend unhealthy until it does.</summary>
    public void SetEndpoints(SocketEndpoint[] endpoints)
    {
        bool hadNone = Endpoints.Length == 0;
        PreferredEndpoint = 0;
        Volatile.Write(ref _endpoints, endpoints);
        bool turned = endpoints.Length == 0 && _record.RecordUnresolved();
        if (!turned && hadNone != (endpoints.Length == 0))
        {
            Cluster.Refresh(this);
        }
    }

    /// <inheritdoc cref="HealthRecord.RecordCheck"/>
    public void RecordCheck(bool success, string outcome, long unixMs) =>
        _record.RecordCheck(success, outcome, unixMs);

    /// <inheritdoc cref="HealthRecord.RecordLiveSuccess"/>
    public void RecordLiveSuccess() => _record.RecordLiveSuccess();

    /// <inheritdoc cref="HealthRecord.RecordLiveFailure"/>
    public void RecordLiveFailure(string reason) => _record.RecordLiveFailure(reason);

    /// <inheritdoc cref="HealthRecord.BeginTrial"/>
    public void BeginTrial() => _record.BeginTrial();

    /// <summary>An operator's order; true if it changed anything.</summary>
    public bool SetAdmin(AdminState state, OperatorOrder? order = null)
    {
        if (_admin == state)
        {
            return false;
        }

        Orders.State = order;
        _admin = state;
        if (state == AdminState.Ready)
        {
            Volatile.Write(ref _drainTold, 0);
        }

        OnStateChanged();
        return true;
    }

    /// <summary>An operator's order, or without one the configuration's.</summary>
    public void SetWeight(int weight, OperatorOrder? order = null)
    {
        Orders.Weight = order;
        _weight = weight;
        OnStateChanged();
    }

    /// <summary>The weight of a configuration that is put into force: an operator's yields to it only where it differs from the last one's.
    /// True if it does; to be told once all else is in force.</summary>
    internal bool Configure(int weight)
    {
        if (_configuredWeight == weight)
        {
            return false;
        }

        Orders.Weight = null;
        _weight = _configuredWeight = weight;
        return true;
    }

    /// <summary>That a configuration gave it another weight, or left it out.</summary>
    internal void TellConfigured() => Cluster.Observer.OnStateChanged(this);

    /// <summary>It has left its cluster's members, for good: nothing is to be looked at anew but its pools.</summary>
    internal void Remove() => _removed = true;

    // Literals need no resolver; names are resolved off the reactors and published later.
    private static SocketEndpoint[] EndpointsOf(EndpointAddress address) =>
        address.Kind switch
        {
            EndpointKind.Unix => [SocketEndpoint.FromUnixPath(address.Host)],
            EndpointKind.Ip =>
            [
                SocketEndpoint.FromAddress(IPAddress.Parse(address.Host), address.Port),
            ],
            _ => [],
        };

    private void RefreshLoad()
    {
        if (Place.Leaf is { } leaf)
        {
            leaf.Tree.Refresh(leaf.Index);
        }
    }

    private void OnStateChanged()
    {
        Cluster.Refresh(this);
        Cluster.Observer.OnStateChanged(this);
        if (_admin != AdminState.Ready && InUse == 0)
        {
            TellDrained();
        }
    }

    // Once for each drain: the last release and the order itself may both see the count at zero.
    private void TellDrained()
    {
        if (Interlocked.Exchange(ref _drainTold, 1) == 0)
        {
            Cluster.Observer.OnDrained(this);
        }
    }

    // Padded counts live in an object of their own, since a padded struct inside this class would pad every field.
    private sealed class SharedCounts
    {
        public SharedCount InUse;
        public SharedCount Idle;
    }
}
