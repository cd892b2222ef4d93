// A health monitor on a simulated network with a cluster to check. Made anew for each test.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Health;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Health;

internal sealed class HealthRig : IBackendObserver
{
    public const long WallClockStartMs = 1_700_000_000_000;
    private const int FirstPort = 9100;

    private readonly LivingConfig _living;

    public HealthRig(SimWorld world, ClusterConfig config, int maxBlocks = 64)
    {
        World = world;
        _living = new LivingConfig(this);
        Reactor = new SimReactor(
            world.Network,
            new BlockPool(Limits.BlockBytes, maxBlocks),
            id: 99
        );
        Monitor = new HealthMonitor(
            Reactor,
            new Rng(world.Seed),
            () => WallClockStartMs + (world.Network.Clock.NowUs / 1000)
        );
        Reload(config);
    }

    public SimWorld World { get; }

    public SimReactor Reactor { get; }

    public HealthMonitor Monitor { get; }

    public ClusterState Cluster { get; private set; } = null!; // set by Reload in the constructor

    public List<string> Transitions { get; } = [];

    /// <summary>Called with each backend whose health turned; what it throws is a defect in the check that found it.</summary>
    public Action<BackendState> Plant { get; set; } = static _ => { };

    public BackendState this[int index] => Cluster.Backends[index];

    public static ClusterConfig Config(int backends = 1, HealthCheckConfig? check = null) =>
        new()
        {
            Name = "web",
            BackendFailureThreshold = 1,
            HealthCheck = check ?? new HealthCheckConfig(),
            Backends =
            [
                .. Enumerable.Range(FirstPort, backends).Select(p => Named("127.0.0.1", p)),
            ],
        };

    public static ClusterConfig HttpConfig(string path = "/healthz", string? host = null) =>
        Config(
            1,
            new HealthCheckConfig
            {
                Type = HealthCheckType.Http,
                Path = path,
                Host = host,
            }
        );

    public static ClusterConfig NamedConfig() =>
        Config() with
        {
            Backends = ImmutableArray.Create(Named("db.example.com", FirstPort)),
        };

    public static SocketEndpoint Endpoint(int index = 0) => SimWorld.Loopback(FirstPort + index);

    public void Reload(ClusterConfig config)
    {
        Cluster = _living.Apply(config)[0];
        Monitor.Post([Cluster.Current]);
    }

    /// <summary>Turns the monitor until the condition holds, or fails after this much virtual time.</summary>
    public void RunUntil(Func<bool> condition, long withinMs = 60_000)
    {
        long untilUs = World.Network.Clock.NowUs + (withinMs * 1000);
        while (!condition())
        {
            (World.Network.Clock.NowUs < untilUs).ShouldBeTrue("it never came to it");
            Monitor.RunOnce();
        }
    }

    public void RunFor(long ms)
    {
        long untilUs = World.Network.Clock.NowUs + (ms * 1000);
        while (World.Network.Clock.NowUs < untilUs)
        {
            Monitor.RunOnce((int)((untilUs - World.Network.Clock.NowUs + 999) / 1000));
        }
    }

    public void RunUntilChecked(int times = 1, int index = 0) =>
        RunUntil(() => this[index].ChecksSucceeded + this[index].ChecksFailed >= times);

    /// <summary>A server that answers each request with these bytes, in as many sends, and closes.</summary>
    public List<string> Serve(int index, params string[] pieces)
    {
        List<string> requests = [];
        World.Listen(
            Endpoint(index),
            peer =>
            {
                peer.OnBytes = (p, bytes) =>
                {
                    requests.Add(Encoding.ASCII.GetString(bytes));
                    long delayUs = 0;
                    foreach (string piece in pieces)
                    {
                        World.Network.After(
                            delayUs += 1000,
                            () => p.Send(Encoding.ASCII.GetBytes(piece))
                        );
                    }

                    World.Network.After(delayUs + 1000, p.Close);
                };
            }
        );
        return requests;
    }

    /// <summary>A server that accepts and says nothing.</summary>
    public SimPeerListener ServeSilence(int index = 0, Action? onAccepted = null) =>
        World.Listen(Endpoint(index), _ => onAccepted?.Invoke());

    /// <summary>Stops the monitor and sees that all it had is given back.</summary>
    public void Finish()
    {
        Monitor.Stop();
        World.RunUntilQuiet();
        Reactor.RunOnce(0);
        Reactor.OpenChannelCount.ShouldBe(0);
        Reactor.Blocks.RentedCount.ShouldBe(0);
        Monitor.RunningCount.ShouldBe(0);
    }

    public static void Run(ClusterConfig config, Action<HealthRig> scenario, int maxBlocks = 64) =>
        SimWorld.Run(
            1,
            _ => FaultProfile.None,
            world =>
            {
                var rig = new HealthRig(world, config, maxBlocks);
                scenario(rig);
                rig.Finish();
            }
        );

    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    )
    {
        Plant(backend);
        Transitions.Add(string.Create(CultureInfo.InvariantCulture, $"{status}: {reason}"));
    }

    private static BackendConfig Named(string host, int port) =>
        new() { Address = EndpointAddress.FromHostAndPort(host, port) };

    public void OnStateChanged(BackendState backend) { }

    public void OnMembersChanged(MemberChange change) { }

    public void OnDrained(BackendState backend) { }

    public void OnRoomMade(ClusterState cluster) { }

    public void OnIdlePlaceWanted(BackendState backend) { }
}
