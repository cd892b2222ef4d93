// Limits of listeners and backends, and the queue before them.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Io;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class LimitTests
{
    [Fact]
    public void A_client_beyond_a_listeners_limit_gets_503_and_room_comes_back() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MaxConnections = 2 }),
            run =>
            {
                RawClient first = run.Client();
                RawClient second = run.Client();
                run.World.RunFor(10_000);
                RawClient third = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => third.HasEnded, "the third is turned away");
                third.Status.ShouldBe(503);
                third.Text.ShouldContain("Retry-After: ");
                first.Peer.Close();
                run.World.RunFor(10_000);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                second.Peer.Close();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_client_beyond_its_own_limit_gets_503_and_room_comes_back() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MaxConnectionsPerClient = 2 }),
            run =>
            {
                RawClient first = run.Client();
                RawClient second = run.Client();
                run.World.RunFor(10_000);
                RawClient third = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => third.HasEnded, "the third is turned away");
                third.Status.ShouldBe(503);
                third.Text.ShouldContain("error=connection_limit_reached");
                first.Peer.Close();
                run.World.RunFor(10_000);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                second.Peer.Close();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_refusal_that_was_cut_ends_by_reset()
    {
        int cut = 0;
        WorkerTest.Run(
            // The kernel takes the refusal in pieces, and has no memory for some of them.
            _ => new() { PartialWriteProbability = 1, KernelErrorProbability = 0.2 },
            WorkerTest.Listener(l => l with { MaxConnections = 1 }),
            run =>
            {
                RawClient first = run.Client();
                run.World.RunFor(10_000);
                RawClient[] others = [.. Enumerable.Range(0, 10).Select(_ => run.Client())];
                run.World.RunUntil(() => others.All(c => c.HasEnded), "all others are turned away");
                foreach (RawClient client in others.Where(c => c.HasFin))
                {
                    client.Text.ShouldEndWith("(connection_limit_reached)\n");
                }

                cut += others.Count(c => c.Status == 503 && c.Failure == IoStatus.Reset);
                first.Peer.Close();
            }
        );
        cut.ShouldBePositive();
    }

    [Fact]
    public void A_tcp_client_beyond_a_listeners_limit_is_reset() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MaxConnections = 1, Mode = ProxyMode.Tcp }),
            run =>
            {
                RawClient first = run.Client();
                run.World.RunFor(10_000);
                RawClient second = run.Client();
                run.World.RunUntil(() => second.HasEnded, "the second is turned away");
                second.Failure.ShouldBe(IoStatus.Reset);
                first.Peer.Close();
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_full_queue_turns_away_at_once_and_who_waits_is_served_in_order()
    {
        List<SimPeer> asked = [];
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1, MaxQueue = 2 }),
            run =>
            {
                asked.Clear();
                run.Proxy.MostInUse = 1;
                List<RawClient> clients = [];
                for (int i = 0; i < 4; i++)
                {
                    clients.Add(
                        run.Client(WorkerTest.Get.Replace("/ ", $"/{i} ", StringComparison.Ordinal))
                    );
                    run.World.RunFor(5_000);
                }

                clients[3].Status.ShouldBe(503);
                for (int i = 0; i < 3; i++)
                {
                    run.Backends[0].Requests.Count.ShouldBe(i + 1);
                    run.Backends[0].Requests[i].ShouldStartWith($"GET /{i} ");
                    ScriptBackend.Reply(asked[i]);
                    run.World.RunFor(5_000);
                    clients[i].Status.ShouldBe(200);
                }

                clients.ForEach(c => c.Peer.Close());
            },
            (peer, _, _) => asked.Add(peer)
        );
    }

    [Fact]
    public void A_client_with_many_requests_does_not_overtake_who_waits() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1 }),
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient busy = run.Client(Numbered(0));
                run.World.RunFor(5_000);
                RawClient waiter = run.Client(Numbered(1));
                run.World.RunFor(5_000);
                busy.Send(Numbered(2) + Numbered(3) + Numbered(4));
                run.World.RunFor(5_000);
                run.World.RunUntil(
                    () => busy.ResponseCount == 4 && waiter.ResponseCount == 1,
                    "all answers",
                    5_000_000
                );
                run.Backends[0].Requests.Select(r => r[5]).ShouldBe("01234");
                busy.Peer.Close();
                waiter.Peer.Close();
            },
            (peer, _, _) => Later(peer)
        );

    [Fact]
    public void Who_was_turned_away_by_a_dead_backend_holds_up_nobody_who_could_use_the_other() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1, Retries = 1 }),
            run =>
            {
                run.Proxy.MostInUse = 1;
                // The first two take both backends; the one on the killer is sent on and waits for the slow one.
                List<RawClient> clients = [];
                for (int i = 0; i < 6; i++)
                {
                    clients.Add(run.Client(Numbered(i)));
                    run.World.RunFor(1_000);
                }

                run.World.RunUntil(
                    () => clients.TrueForAll(c => c.Status != 0),
                    "all answers",
                    10_000_000
                );
                clients.ShouldAllBe(c => c.Status == 200 || c.Status == 502 || c.Status == 503);
                clients.ForEach(c => c.Peer.Close());
            },
            (peer, _, _) => peer.Reset(),
            (peer, _, _) => Later(peer)
        );

    [Fact]
    public void Who_leaves_the_queue_takes_nobodys_place()
    {
        List<SimPeer> asked = [];
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1 }),
            run =>
            {
                asked.Clear();
                run.Proxy.MostInUse = 1;
                RawClient first = run.Client(WorkerTest.Get);
                run.World.RunFor(5_000);
                RawClient leaver = run.Client(WorkerTest.Get);
                run.World.RunFor(5_000);
                RawClient last = run.Client(WorkerTest.Get);
                run.World.RunFor(5_000);
                leaver.Peer.Reset();
                run.World.RunFor(5_000);
                ScriptBackend.Reply(asked[0]);
                run.World.RunFor(5_000);
                ScriptBackend.Reply(asked[1]);
                run.World.RunFor(5_000);
                last.Status.ShouldBe(200);
                run.Backends[0].Requests.Count.ShouldBe(2);
                first.Peer.Close();
                last.Peer.Close();
            },
            (peer, _, _) => asked.Add(peer)
        );
    }

    [Fact]
    public void Tcp_clients_wait_and_are_reset_when_the_wait_is_over() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0));
                backend.Start();
                var proxy = new ProxyWorld(
                    world,
                    SimConfigs.Tcp(
                        SimConfigs.Cluster(1) with
                        {
                            MaxConnections = 1,
                            TcpPooling = world.Rng.Pick(Enum.GetValues<TcpPooling>()),
                        }
                    ),
                    workers: 2
                )
                {
                    MostInUse = 1,
                };
                SimPeer holder = world.Connect(SimConfigs.Front);
                world.RunFor(10_000);
                var waiter = new StreamClient(world, SimConfigs.Front, 2);
                waiter.Start();
                var loser = new StreamClient(world, SimConfigs.Front, 3);
                world.RunFor(2_000_000);
                holder.Close();
                world.RunUntil(() => waiter.HasEnded, "the waiter is served");
                waiter.IsDone.ShouldBeTrue();
                SimPeer again = world.Connect(SimConfigs.Front);
                world.RunFor(10_000);
                loser.Start();
                world.RunUntil(() => loser.HasEnded, "the loser is reset", 3_200_000);
                loser.Failure.ShouldBe(IoStatus.Reset);
                again.Close();
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            20
        );

    private static string Numbered(int id) => $"GET /{id} HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void Later(SimPeer peer) => peer.After(20_000, p => ScriptBackend.Reply(p));
}
