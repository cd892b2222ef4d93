// A tcp client that leaves by a reset before it has a backend: it keeps no place in the queue, and nothing is connected for it.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class TcpClientLeavesTests
{
    // A few turns and the wires between.
    private const long AtOnceUs = 50_000;

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    public void Who_waits_for_a_place_and_leaves_waits_no_more(string said) =>
        Run(
            c => c with { MaxConnections = 1 },
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient holder = run.Client("hold");
                run.World.RunFor(AtOnceUs);
                RawClient waiter = run.Client(said);
                run.World.RunFor(AtOnceUs);
                run.Proxy.Cluster("web").WaitingCount.ShouldBe(1);
                waiter.Peer.Reset();
                run.World.RunFor(AtOnceUs);
                run.Proxy.Cluster("web").WaitingCount.ShouldBe(0);
                run.Proxy.SessionCount.ShouldBe(1);
                holder.Peer.Close();
            }
        );

    [Theory]
    [InlineData("", false)]
    [InlineData("hello", false)]
    [InlineData("", true)]
    [InlineData("hello", true)]
    public void Who_leaves_during_the_connect_frees_its_place_at_once(string said, bool hasFin) =>
        Run(
            c => c,
            run =>
            {
                run.World.Network.SetProfile(
                    SimConfigs.Backend(0),
                    FaultProfile.None with
                    {
                        BlackHoleProbability = 1,
                    }
                );
                RawClient client = run.Client(said);
                if (hasFin)
                {
                    client.Peer.Fin(); // which says no more than that it sends nothing more
                }

                run.World.RunFor(AtOnceUs);
                run.Proxy.SessionCount.ShouldBe(1);
                client.Peer.Reset();
                run.World.RunFor(AtOnceUs);
                run.Proxy.SessionCount.ShouldBe(0);
                run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(0);
            }
        );

    private static void Run(Func<ClusterConfig, ClusterConfig> change, Action<WorkerTest> test) =>
        WorkerTest.Run(
            config =>
                SimConfigs.Tcp(change(config.Clusters[0]) with { TcpPooling = TcpPooling.Off }),
            test,
            (_, _, _) => { }
        );
}
