// Large streams through whole workers: they change to pipes and back, and not a byte is lost over it.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class TcpBulkTests
{
    private const int Seeds = 5;
    private const int MostBytes = 1_500_000;

    [Theory]
    [InlineData(TcpPooling.Warm)]
    [InlineData(TcpPooling.Reuse)]
    public void Bulk_goes_through_pipes_on_a_fast_network(TcpPooling pooling)
    {
        int pipes = 0;
        Run(_ => FaultProfile.None, pooling, (proxy, _) => pipes += proxy.Reactors[0].PipeCount);
        pipes.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(TcpPooling.Warm)]
    [InlineData(TcpPooling.Reuse)]
    public void Bulk_is_whole_at_whatever_pace_it_comes(TcpPooling pooling) =>
        Run(FaultProfile.RandomPace, pooling, (_, _) => { });

    [Fact]
    public void A_reset_in_the_middle_of_bulk_reaches_the_other_side() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                bool isBackends = world.Rng.Chance(0.5);
                var backend = new StreamBackend(world, SimConfigs.Backend(0))
                {
                    ResetsAfterBytes = isBackends ? 1_000_000 : -1,
                };
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(Patient(TcpPooling.Warm)));
                var client = new StreamClient(world, SimConfigs.Front, 7)
                {
                    PayloadBytes = 2 * MostBytes,
                };
                client.Start();
                world.RunUntil(() => proxy.Reactors[0].PipeCount > 0, "bulk goes through a pipe");
                if (!isBackends)
                {
                    client.Abort();
                }

                world.RunUntil(() => client.HasEnded, "the client ends");
                world.RunUntil(() => proxy.SessionCount == 0, "the session ends");
                world.RunFor(1_000_000);
                client.Failure.ShouldBe(IoStatus.Reset);
                backend.ResetCount.ShouldBe(isBackends ? 0 : 1);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            Seeds
        );

    private static ClusterConfig Patient(TcpPooling pooling) =>
        SimConfigs.Cluster(1) with
        {
            TcpPooling = pooling,
            ConnectionIdleTimeoutMs = 600_000,
            BackendConnectTimeoutMs = 60_000,
        };

    private static void Run(
        Func<Rng, FaultProfile> profile,
        TcpPooling pooling,
        Action<ProxyWorld, SimWorld> atEnd
    ) =>
        SimWorld.RunSeeds(
            profile,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0));
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(Patient(pooling)));
                List<StreamClient> clients = Enumerable
                    .Range(1, 3)
                    .Select(id => new StreamClient(world, SimConfigs.Front, id)
                    {
                        PayloadBytes = world.Rng.Scaled(1, MostBytes),
                        AnswerBytes = world.Rng.Scaled(1, MostBytes),
                        HalfCloses = pooling != TcpPooling.Reuse && world.Rng.Chance(0.5),
                    })
                    .ToList();
                clients.ForEach(client =>
                    world.Network.After(world.Rng.Pick(0, 100_000), client.Start)
                );

                world.RunUntil(() => clients.TrueForAll(c => c.HasEnded), "every client ends");

                clients.ShouldAllBe(c => c.IsDone);
                backend.Completed.Order().ShouldBe([1, 2, 3]);
                backend.TruncatedCount.ShouldBe(0);
                atEnd(proxy, world);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            Seeds
        );
}
