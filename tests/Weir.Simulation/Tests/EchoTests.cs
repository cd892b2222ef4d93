// The simulator carries an echo server through every kind of network: integrity, determinism, and nothing left behind.
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Tests;

public sealed class EchoTests
{
    private static readonly SocketEndpoint Address = SimWorld.Loopback(7);

    [Fact]
    public void Nothing_is_lost_or_reordered_where_the_network_is_only_slow() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world => RunEchoes(world).ShouldAllBe(client => client.IsComplete)
        );

    [Fact]
    public void What_comes_back_is_right_whatever_the_network_does()
    {
        int complete = 0;
        int failed = 0;
        SimWorld.RunSeeds(
            FaultProfile.Random,
            world =>
            {
                List<EchoClient> clients = RunEchoes(world);
                complete += clients.Count(c => c.IsComplete);
                failed += clients.Count(c => c.Failure is not null);
            }
        );

        if (SimSeeds.All().Count() >= SimSeeds.DefaultCount)
        {
            // The faults are real, and not everywhere.
            complete.ShouldBeGreaterThan(0);
            failed.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        foreach (ulong seed in SimSeeds.All(20))
        {
            SimTrace first = SimWorld.Run(seed, FaultProfile.Random, w => RunEchoes(w));
            SimTrace second = SimWorld.Run(seed, FaultProfile.Random, w => RunEchoes(w));

            second.Hash.ShouldBe(first.Hash);
            second.Count.ShouldBe(first.Count);
        }
    }

    [Fact]
    public void Another_seed_gives_another_trace()
    {
        var hashes = new HashSet<ulong>();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            hashes.Add(SimWorld.Run(seed, FaultProfile.RandomPace, w => RunEchoes(w)).Hash);
        }

        hashes.Count.ShouldBe(20);
    }

    [Fact]
    public void A_starved_pool_slows_everybody_and_stops_nobody() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world => RunEchoes(world, maxBlocks: 2).ShouldAllBe(client => client.IsComplete),
            defaultCount: 50
        );

    [Fact]
    public void A_failure_carries_its_seed_and_trace()
    {
        SimFailureException failure = Should.Throw<SimFailureException>(() =>
            SimWorld.Run(
                77,
                _ => FaultProfile.None,
                world =>
                {
                    RunEchoes(world);
                    throw new InvalidOperationException("on purpose");
                }
            )
        );

        failure.Message.ShouldContain("WEIR_SIM_SEED=77");
        failure.Message.ShouldContain("on purpose");
        failure.Message.ShouldContain("accept");
    }

    private static List<EchoClient> RunEchoes(SimWorld world, int maxBlocks = 64)
    {
        SimReactor reactor = world.AddReactor(maxBlocks);
        var echo = new EchoOwner(reactor.Blocks);
        Listener listener = reactor.Accept(world.Bind(Address), echo, tag: null);
        int most = world.Network.Profile.MinBufferBytes == 1 ? 1_000 : 20_000;
        var clients = new List<EchoClient>();
        for (int i = 0; i < 4; i++)
        {
            int total = world.Rng.Scaled(1, most);
            clients.Add(new EchoClient(world.Connect(Address), i * 1000, total));
        }

        // A client that nothing reaches any more learns it by its kernel only; an echo that waits for it never does.
        world.RunUntilQuiet();
        foreach (EchoClient client in clients.Where(c => !c.IsDone))
        {
            client.Peer.Reset();
        }

        listener.Stop();
        world.RunUntil(() => echo.IsStopped, "the listener stops");
        reactor.Dispose();
        world.CheckQuiet();
        return clients;
    }
}
