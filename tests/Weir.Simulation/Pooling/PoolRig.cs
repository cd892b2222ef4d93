// A cluster, its backends as scripted servers, and one or more workers' pools on a simulated network. Made anew for each test.
using System.Collections.Immutable;
using System.Text;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Timeouts;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Pooling;

internal sealed class PoolRig : IBackendObserver
{
    private const int FirstPort = 9100;

    private readonly LivingConfig _living;
    private readonly TimeoutManager _timeouts = new();
    private ClusterConfig _config;

    private PoolRig(SimWorld world, ClusterConfig config, int workers)
    {
        World = world;
        _living = new LivingConfig(this);
        _config = config;
        Cluster = _living.Apply(config)[0];
        Backend = Cluster.Backends[0];
        for (int i = 0; i < workers; i++)
        {
            var worker = new PoolWorker(world, _living.InForce, i, workers);
            _timeouts.Watch(worker.Deadlines, worker);
            Workers.Add(worker);
        }

        ScanLater();
    }

    public SimWorld World { get; }

    public ClusterState Cluster { get; private set; }

    public BackendState Backend { get; }

    public List<PoolWorker> Workers { get; } = [];

    /// <summary>The first worker, where one is enough.</summary>
    public PoolWorker Worker => Workers[0];

    public BackendCounters Counters => Worker.CountersOf(Backend);

    /// <summary>The server's ends of all connections, in order of arrival.</summary>
    public List<SimPeer> Peers { get; } = [];

    public SimPeerListener? Server { get; private set; }

    /// <summary>How often a worker that lacked a place for an idle connection told the others.</summary>
    public int PlaceWishes { get; private set; }

    /// <summary>What a server says to whoever connects.</summary>
    public string Greeting { get; set; } = "";

    /// <summary>Called for each connection that the server accepts.</summary>
    public Action<SimPeer>? OnAccepted { get; set; }

    /// <summary>Runs a scenario against one server that listens; what is left over at its end is given back and looked at.</summary>
    public static void Run(
        Action<PoolRig> scenario,
        Func<ClusterConfig, ClusterConfig>? with = null,
        int workers = 1,
        bool listens = true
    ) =>
        SimWorld.Run(
            1,
            _ => FaultProfile.None,
            world =>
            {
                var config = new ClusterConfig
                {
                    Name = "web",
                    Backends =
                    [
                        new BackendConfig
                        {
                            Address = EndpointAddress.FromHostAndPort("127.0.0.1", FirstPort),
                        },
                    ],
                };
                var rig = new PoolRig(world, with?.Invoke(config) ?? config, workers);
                if (listens)
                {
                    rig.Listen();
                }

                scenario(rig);
                rig.Finish();
            }
        );

    public static ClusterConfig Reuse(ClusterConfig config) =>
        config with
        {
            TcpPooling = TcpPooling.Reuse,
        };

    public void Listen() =>
        Server = World.Listen(
            SimWorld.Loopback(FirstPort),
            peer =>
            {
                Peers.Add(peer);
                peer.OnFin = p => p.Close();
                OnAccepted?.Invoke(peer);
                peer.Send(Encoding.ASCII.GetBytes(Greeting));
            }
        );

    /// <summary>Applies a changed config to the cluster and all workers.</summary>
    public void Reload(Func<ClusterConfig, ClusterConfig> change)
    {
        _config = change(_config);
        Cluster = _living.Apply(_config)[0];
        foreach (PoolWorker worker in Workers)
        {
            worker.Do(() =>
                worker.Pool.Prepare(
                    Backend,
                    _config.TcpPooling == TcpPooling.Warm && worker == Worker
                )
            );
        }
    }

    /// <summary>Takes all backends out of the config.</summary>
    public void RemoveBackend() => _living.Apply(ImmutableArray<ClusterConfig>.Empty);

    public void Tell(PoolWorker worker) => worker.Do(() => worker.Pool.OnBackendChanged(Backend));

    /// <summary>Starts the stock of warm connections and waits for its first one.</summary>
    public void StartWarm()
    {
        Worker.Do(() => Worker.Pool.Prepare(Backend, warm: true));
        RunUntilIdle(1);
    }

    /// <summary>Lets time pass with a tick of each pool each second.</summary>
    public void RunTicks(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            World.RunFor(1_000_000);
            foreach (PoolWorker worker in Workers)
            {
                worker.Do(worker.Pool.Tick);
            }
        }

        World.RunFor(1_000);
    }

    public void RunUntilIdle(int count) =>
        World.RunUntil(() => Backend.Idle == count, "so many idle connections", 2_000_000);

    /// <summary>Waits for a moment in which everything sent has arrived.</summary>
    public void Settle() => World.RunFor(1_000);

    private void Finish()
    {
        foreach (PoolWorker worker in Workers)
        {
            worker.Finish();
        }

        World.CheckQuiet();
        Workers.ShouldAllBe(w => w.Pool.OpenCount == 0 && w.Deadlines.Count == 0);
        Backend.Idle.ShouldBe(0);
    }

    private void ScanLater() =>
        World.Network.After(
            TimeoutManager.ResolutionMs * 1000,
            () =>
            {
                _timeouts.CheckConnections(World.Network.Clock.NowUs);
                ScanLater();
            },
            isBackground: true
        );

    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    ) { }

    public void OnStateChanged(BackendState backend) { }

    public void OnMembersChanged(MemberChange change) { }

    public void OnDrained(BackendState backend) { }

    public void OnRoomMade(ClusterState cluster) { }

    public void OnIdlePlaceWanted(BackendState backend)
    {
        PlaceWishes++;
        foreach (PoolWorker worker in Workers)
        {
            worker.Post(() => worker.Pool.OnIdlePlaceWanted(backend));
        }
    }
}
