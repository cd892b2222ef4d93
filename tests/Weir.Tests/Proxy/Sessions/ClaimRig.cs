// A claim with a session that is the test's: it waits where it must, and takes whatever connection it gets.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Tests.Proxy.Io;

namespace Weir.Tests.Proxy.Sessions;

internal sealed class ClaimRig : IBackendUser, IWaiter
{
    /// <summary>One that has begun.</summary>
    public ClaimRig(
        TestServices test,
        PoolKind kind = PoolKind.Http,
        SessionServices? services = null
    )
    {
        Test = test;
        Claim = new BackendClaim(services ?? test.Services, kind) { Waiter = this };
        Claim.Begin(test.Cluster);
    }

    public ClaimRig(
        Func<ClusterConfig, ClusterConfig>? with = null,
        int backends = 2,
        PoolKind kind = PoolKind.Http
    )
        : this(new TestServices(with, backends), kind) { }

    public TestServices Test { get; }

    public BackendClaim Claim { get; }

    public int WaitTicket => Claim.WaitTicket;

    /// <summary>Connections that the pool said are ready.</summary>
    public List<PooledConnection> Ready { get; } = [];

    public WorkerCluster Cluster => Test.Cluster;

    public LoadCounters Load => Cluster.Counters.Load;

    public BackendState[] Backends => Test.Members.Backends;

    /// <summary>The channel that was opened last.</summary>
    public FakeChannel Channel => Test.LastConnect;

    public int OpenedCount => Test.Reactor.Connects.Count;

    public int PlacesHeld => Backends.Sum(b => b.InUse);

    public PooledConnection Connection => Claim.Connection.ShouldNotBeNull();

    /// <summary>How many it counts at this moment.</summary>
    public long CountOf(LoadMeter meter) =>
        meter.SumUs(Test.Reactor.Now + 1) - meter.SumUs(Test.Reactor.Now);

    /// <summary>Other clients take every place that is left.</summary>
    public ClaimRig Fill()
    {
        foreach (BackendState backend in Backends)
        {
            while (backend.TryReserve()) { }
        }

        return this;
    }

    public ClaimRig Picked()
    {
        Claim.Pick().ShouldBe(ClaimResult.Picked);
        return this;
    }

    /// <summary>Waits for a place that others have.</summary>
    public ClaimRig Queued()
    {
        Claim.Pick().ShouldBe(ClaimResult.Queued);
        return this;
    }

    /// <summary>Holds a new connection that stands.</summary>
    public ClaimRig Connected()
    {
        Picked();
        Claim.Acquire(this).ShouldBeFalse();
        Test.Connect();
        return this;
    }

    /// <summary>From the next request on these are the members.</summary>
    public ClaimRig Reload(Func<ClusterConfig, ClusterConfig>? with, params BackendState[] members)
    {
        ClusterConfig config = Test.Members.Config;
        Cluster.Newest = new ClusterSnapshot(
            Test.Members.State,
            with?.Invoke(config) ?? config,
            members
        );
        return this;
    }

    /// <summary>The same worker, whose rotation and reservations somebody else has a hand in.</summary>
    public static SessionServices With(TestServices test, Balancer balancer) =>
        new()
        {
            Index = 0,
            Reactor = test.Reactor,
            Counters = test.Counters,
            Deadlines = test.Deadlines,
            Events = test.Events,
            Rng = test.Services.Rng,
            Balancers = new Balancers(_ => balancer),
            Pool = test.Services.Pool,
            Date = test.Services.Date,
        };

    public bool OnRoom() => Claim.PickFromQueue() != ClaimResult.Queued;

    public void OnBackendReady(PooledConnection connection) => Ready.Add(connection);

    public void OnBackendFailed(PooledConnection connection, ConnectResult result) =>
        Claim.OnOpenFailed();

    public void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) { }

    public void OnSent(Channel channel, Block block, IoStatus status) { }
}
