// One worker's services for tests of a part: a cluster of a few backends, a clock and channels that are the test's.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Timeouts;
using Weir.Tests.Proxy.Backends;
using Weir.Tests.Proxy.Events;
using Weir.Tests.Proxy.Io;

namespace Weir.Tests.Proxy.Sessions;

internal sealed class TestServices
{
    public TestServices(
        Func<ClusterConfig, ClusterConfig>? with = null,
        int backends = 2,
        Action<byte[]>? writeDate = null
    )
    {
        ClusterConfig config = TestCluster.Config([.. Enumerable.Repeat(1, backends)]);
        Members = TestCluster.Create(with?.Invoke(config) ?? config).Current;
        foreach (BackendState backend in Members.Backends)
        {
            backend.SetEndpoints([SocketEndpoint.FromAddress(System.Net.IPAddress.Loopback, 1)]);
        }

        Counters.EnsureListeners(2);
        var rng = new Rng(1);
        Services = new SessionServices
        {
            Index = 0,
            Reactor = Reactor,
            Counters = Counters,
            Deadlines = Deadlines,
            Events = Events,
            Rng = rng,
            Balancers = new Balancers(algorithm => Balancer.Create(algorithm, rng)),
            Pool = new ConnectionPool(new PoolServices(Reactor, Counters, Deadlines, Events)),
            Date = new HttpDate(writeDate),
        };
        Cluster = new WorkerCluster(Members);
        Members.State.Parts.Add(0, Cluster);
    }

    public FakeReactor Reactor { get; } = new();

    public RecordingEvents Events { get; } = new();

    public WorkerCounters Counters { get; } = new();

    public DeadlineTable Deadlines { get; } = new();

    public ClusterSnapshot Members { get; }

    public WorkerCluster Cluster { get; }

    public SessionServices Services { get; }

    /// <summary>The channel that the pool opened last.</summary>
    public FakeChannel LastConnect => Reactor.Connects[^1];

    /// <summary>The connect under way succeeds.</summary>
    public void Connect() => LastConnect.Owner!.OnConnected(LastConnect, Weir.Proxy.Io.IoStatus.Ok); // the pool asked for it

    /// <summary>The connect under way fails.</summary>
    public void Refuse() =>
        LastConnect.Owner!.OnConnected(LastConnect, Weir.Proxy.Io.IoStatus.Refused); // as above
}
