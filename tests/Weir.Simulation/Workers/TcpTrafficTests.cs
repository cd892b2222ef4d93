// Many tcp clients through whole workers in each kind of pooling: byte-exact streams, half-closes, resets, greetings.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class TcpTrafficTests
{
    private const int Seeds = 30;
    private const int Clients = 16;

    public static TheoryData<TcpPooling> Poolings =>
        new(TcpPooling.Warm, TcpPooling.Reuse, TcpPooling.Off);

    [Theory]
    [MemberData(nameof(Poolings))]
    public void On_a_perfect_network_every_stream_is_whole(TcpPooling pooling) =>
        Run(pooling, _ => FaultProfile.None, aborts: false, isSound: true);

    [Theory]
    [MemberData(nameof(Poolings))]
    public void On_a_slow_network_every_stream_is_whole(TcpPooling pooling) =>
        Run(pooling, FaultProfile.RandomPace, aborts: false, isSound: true);

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Whatever_happens_no_byte_is_changed_and_nothing_is_left(TcpPooling pooling) =>
        Run(pooling, FaultProfile.Random, aborts: true, isSound: false);

    [Theory]
    [InlineData(TcpPooling.Warm)]
    [InlineData(TcpPooling.Off)]
    public void Either_side_may_half_close_first(TcpPooling pooling) =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                bool isClientFirst = world.Rng.Chance(0.5);
                var backend = new StreamBackend(world, SimConfigs.Backend(0))
                {
                    EndsAfterAnswer = true,
                    AnswersEarly = !isClientFirst,
                    Greets = world.Rng.Chance(0.5),
                };
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(Patient(1, pooling)));
                var client = new StreamClient(world, SimConfigs.Front, 7)
                {
                    PayloadBytes = world.Rng.Scaled(1, 100_000),
                    AnswerBytes = world.Rng.Scaled(1, 100_000),
                    ExpectsGreeting = backend.Greets,
                    HalfCloses = isClientFirst,
                    SendsPayloadLast = !isClientFirst,
                    WaitsForFin = true,
                };
                world.Network.After(world.Rng.Pick(0, 1_000_000), client.Start);
                world.RunUntil(() => client.HasEnded, "the client ends");
                client.IsDone.ShouldBeTrue($"{client.Failure}");
                world.RunUntil(() => proxy.SessionCount == 0, "the session ends");
                world.RunUntil(() => backend.Completed.Count == 1, "the backend has all");
                backend.TruncatedCount.ShouldBe(0);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            Seeds
        );

    [Theory]
    [MemberData(nameof(Poolings))]
    public void A_reset_of_one_side_becomes_a_reset_of_the_other(TcpPooling pooling) =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                bool isBackends = world.Rng.Chance(0.5);
                var backend = new StreamBackend(world, SimConfigs.Backend(0))
                {
                    ResetsAfterBytes = isBackends ? 50 : -1,
                };
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(Patient(1, pooling)));
                var client = new StreamClient(world, SimConfigs.Front, 7)
                {
                    AnswerBytes = 1_000_000,
                };
                client.Start();
                if (!isBackends)
                {
                    world.Network.After(world.Rng.Between(1_000, 4_000), client.Abort);
                }

                world.RunUntil(() => client.HasEnded, "the client ends");
                if (isBackends)
                {
                    client.Failure.ShouldBe(IoStatus.Reset);
                }
                else if (!client.IsDone)
                {
                    world.RunUntil(() => proxy.SessionCount == 0, "the session ends");
                    world.RunFor(10_000);
                    backend.ResetCount.ShouldBe(1);
                }

                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            20
        );

    private static ClusterConfig Patient(int backends, TcpPooling pooling) =>
        SimConfigs.Cluster(backends) with
        {
            TcpPooling = pooling,
            ConnectionIdleTimeoutMs = 600_000,
            BackendConnectTimeoutMs = 60_000,
        };

    private static void Run(
        TcpPooling pooling,
        Func<Rng, FaultProfile> profile,
        bool aborts,
        bool isSound
    ) =>
        SimWorld.RunSeeds(
            profile,
            world =>
            {
                Rng rng = world.Rng;
                bool greets = pooling != TcpPooling.Reuse && rng.Chance(0.4);
                bool ends = rng.Chance(0.5);
                List<StreamBackend> backends = [];
                for (int i = 0; i < 2; i++)
                {
                    var backend = new StreamBackend(world, SimConfigs.Backend(i))
                    {
                        Greets = greets,
                        EndsAfterAnswer = ends,
                    };
                    backend.Start();
                    backends.Add(backend);
                }

                ClusterConfig cluster = isSound
                    ? Patient(2, pooling)
                    : SimConfigs.Cluster(2) with
                    {
                        TcpPooling = pooling,
                    };
                cluster = cluster with
                {
                    ConnectionPoolSize = rng.Pick(0, 1, 3, 10),
                    MaxConnections = isSound ? 0 : rng.Pick(0, 2),
                    BackendFailureThreshold = rng.Pick(1, 3, 1000),
                    BackendCheckIntervalMs = rng.Pick(200, 1_000, 5_000),
                    WhenAllUnhealthy = rng.Pick(Enum.GetValues<WhenAllUnhealthy>()),
                };
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(cluster), 1 + rng.Next(3))
                {
                    MostInUse = cluster.MaxConnections == 0 ? int.MaxValue : 2,
                };
                if (!isSound)
                {
                    proxy.StartHealth();
                    var turmoil = new BackendTurmoil(world, proxy);
                    for (int i = 0; i < backends.Count; i++)
                    {
                        turmoil.Plan(i, backends[i].Kill, backends[i].Start);
                    }
                }

                List<StreamClient> clients = Enumerable
                    .Range(1, Clients)
                    .Select(id => new StreamClient(world, SimConfigs.Front, id)
                    {
                        PayloadBytes = rng.Scaled(1, 50_000),
                        AnswerBytes = rng.Scaled(1, 50_000),
                        ExpectsGreeting = greets,
                        WaitsForFin = ends,
                        HalfCloses = pooling != TcpPooling.Reuse && rng.Chance(0.3),
                    })
                    .ToList();
                foreach (StreamClient client in clients)
                {
                    world.Network.After(rng.Between(0, 2_000_000), client.Start);
                    if (!isSound)
                    {
                        // Whoever only listens never learns that its connection vanished.
                        world.Network.After(100_000_000, client.Abort);
                    }

                    if (aborts && rng.Chance(0.3))
                    {
                        world.Network.After(2_000_001 + rng.Scaled(1, 1_000_000), client.Abort);
                    }
                }

                world.RunUntil(() => clients.TrueForAll(c => c.HasEnded), "every client ends");
                if (isSound)
                {
                    clients.ShouldAllBe(c => c.IsDone);
                    backends
                        .SelectMany(b => b.Completed)
                        .Order()
                        .ShouldBe(Enumerable.Range(1, Clients));
                    backends.Sum(b => b.TruncatedCount).ShouldBe(0);
                }

                if (pooling != TcpPooling.Reuse)
                {
                    backends.ShouldAllBe(b => b.MostFrames <= 1);
                }

                proxy.CheckAtRest();
                backends.ForEach(b => b.Kill());
                proxy.Stop();
            },
            Seeds
        );
}
