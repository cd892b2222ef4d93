// Peers that leave at the worst moment, and bytes that come out of turn.
using System.Text;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class LeavingTests
{
    private const string NoContent = "HTTP/1.1 204 No Content\r\n\r\n";

    private static readonly string Put =
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n" + new string('x', 40_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_may_leave_while_its_whole_request_is_still_being_sent(bool byReset) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), Narrow);
                RawClient client = run.Client(Put);
                run.World.RunFor(20_000);
                run.Backends[0].Peers[0].PauseReading();
                run.World.RunFor(1_000);
                if (byReset)
                {
                    client.Peer.Reset();
                }
                else
                {
                    client.Peer.Fin();
                }

                run.World.RunFor(300_000);
                run.Backends[0].Peers[0].Reset();
                run.World.RunFor(300_000);
                client.Peer.Reset();
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_half_close_while_the_request_is_being_sent_does_not_lend_its_block_twice() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 1 }),
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), Narrow);
                run.World.Network.SetProfile(SimConfigs.Backend(1), Narrow);
                RawClient client = run.Client(Put);
                client.Peer.Fin();
                run.World.RunFor(20_000);
                foreach (ScriptBackend backend in run.Backends)
                {
                    backend.Peers.ForEach(p => p.Reset());
                }

                run.World.RunUntil(
                    () => client.HasEnded || client.Status != 0,
                    "an end",
                    20_000_000
                );
                client.Peer.Reset();
            },
            (_, _, _) => { },
            (_, _, _) => { }
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_cut_off_while_it_is_sent_on_a_reused_connection_goes_out_on_a_fresh_one(
        bool byReset
    ) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0 }),
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), Narrow);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(Put).ShouldBe(200);
                run.Backends[0].Peers.Count.ShouldBe(2);
            },
            (peer, head, count) =>
            {
                if (count == 1)
                {
                    // After the whole body, which is all x.
                    peer.After(
                        head.StartsWith("PUT", StringComparison.Ordinal) ? 300_000 : 0,
                        p => ScriptBackend.Reply(p)
                    );
                }
                else if (byReset)
                {
                    peer.Reset();
                }
                else
                {
                    peer.Close();
                }
            }
        );

    [Theory]
    [InlineData("", 1)]
    [InlineData("x", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 2)]
    public void A_connection_whose_answer_had_bytes_behind_it_is_never_used_again(
        string behind,
        int connections
    ) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(204);
                run.Ask(WorkerTest.Get).ShouldBe(204);
                run.Backends[0].Peers.Count.ShouldBe(connections);
            },
            (peer, _, _) => peer.Send(Encoding.ASCII.GetBytes(NoContent + behind))
        );

    [Fact]
    public void A_client_that_ends_its_side_behind_its_request_gets_its_answer() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get + WorkerTest.Get);
                client.Peer.Fin();
                run.World.RunUntil(() => client.HasEnded, "the end");
                client.ResponseCount.ShouldBe(2);
                client.HasFin.ShouldBeTrue();
            },
            (peer, _, _) => peer.After(500_000, p => ScriptBackend.Reply(p))
        );

    [Fact]
    public void A_greeting_backend_that_closes_its_fresh_connection_is_replaced_before_a_client_comes() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0)) { Greets = true };
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(SimConfigs.Cluster(1)));
                world.RunFor(100_000);
                backend.AcceptCount.ShouldBe(1);
                backend.CloseAll();
                world.RunFor(3_000_000);
                backend.AcceptCount.ShouldBe(2);
                var client = new StreamClient(world, SimConfigs.Front, 1)
                {
                    ExpectsGreeting = true,
                };
                client.Start();
                world.RunUntil(() => client.HasEnded, "the client ends");
                client.IsDone.ShouldBeTrue();
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            10
        );

    [Fact]
    public void A_reload_that_ends_warm_pooling_ends_the_stock() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0));
                backend.Start();
                ClusterConfig cluster = SimConfigs.Cluster(1) with { ConnectionIdleTimeoutMs = 0 };
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(cluster));
                world.RunFor(100_000);
                backend.OpenCount.ShouldBe(1);
                proxy.Apply(SimConfigs.Tcp(cluster with { TcpPooling = TcpPooling.Off }));
                world.RunFor(20_000_000);
                backend.OpenCount.ShouldBe(0);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            5
        );

    private static FaultProfile Narrow =>
        new()
        {
            MinBufferBytes = 1_000,
            MaxBufferBytes = 1_000,
            MinDelayUs = 1_000,
            MaxDelayUs = 1_000,
        };
}
