// A second config, or the end, in the middle of traffic.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class ReloadAndDrainTests
{
    private const int Seeds = 20;

    [Fact]
    public void Reloads_in_the_middle_of_traffic_cost_no_request() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                Rng rng = world.Rng;
                var traffic = new HttpTraffic(world);
                traffic.StartBackends(4, r => SimAnswer.Honest(r) with { ClosesAfterUs = -1 });
                var proxy = new ProxyWorld(world, Config(rng, 3, 0), 1 + rng.Next(3))
                {
                    MostIdleEver = 10,
                };
                traffic.StartClients(count: 8, requests: 6, aborts: false);
                // Backends come and go, pools grow and shrink.
                for (int i = 1; i <= 4; i++)
                {
                    world.RunFor(rng.Scaled(1_000, 1_000_000));
                    proxy.Apply(Config(rng, 1 + rng.Next(3), rng.Next(2)));
                }

                traffic.RunToEnd();
                traffic.Count(SimOutcome.Answered).ShouldBe(48, traffic.Summary());
                proxy.CheckAtRest();
                proxy.Apply(Config(rng, 1, 3));
                world.RunFor(10_000_000);
                traffic.Backends.Take(3).ShouldAllBe(b => b.OpenCount == 0);
                traffic.StopBackends();
                proxy.Stop();
            },
            Seeds
        );

    [Fact]
    public void A_removed_listener_finishes_its_connections_and_takes_no_more() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new ScriptBackend(
                    world,
                    SimConfigs.Backend(0),
                    (peer, _, _) => ScriptBackend.Reply(peer)
                );
                ClusterConfig cluster = SimConfigs.Cluster(1);
                ListenerConfig front = SimConfigs.Listener(ProxyMode.Http);
                ListenerConfig other = SimConfigs.Listener(ProxyMode.Http, "other", 81);
                var proxy = new ProxyWorld(
                    world,
                    SimConfigs.Config([front, other], [cluster]),
                    workers: 2
                );
                world.RunFor(10_000);
                var client = new RawClient(world, SimWorld.Loopback(81), WorkerTest.Get);
                world.RunFor(10_000);
                proxy.Apply(SimConfigs.Config([front], [cluster]));
                world.RunFor(10_000);
                client.ResponseCount.ShouldBe(1);
                client.HasFin.ShouldBeTrue();
                new RawClient(world, SimWorld.Loopback(81)).Peer.IsConnected.ShouldBeFalse();
                proxy.CheckAtRest();
                proxy.Apply(SimConfigs.Config([front, other], [cluster]));
                world.RunFor(10_000);
                client = new RawClient(world, SimWorld.Loopback(81), WorkerTest.Get);
                world.RunFor(10_000);
                client.Status.ShouldBe(200);
                client.Peer.Close();
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            20
        );

    [Fact]
    public void A_drain_in_the_middle_of_traffic_cuts_no_answer() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                Rng rng = world.Rng;
                var traffic = new HttpTraffic(world);
                traffic.StartBackends(2, r => SimAnswer.Honest(r) with { ClosesAfterUs = -1 });
                var proxy = new ProxyWorld(world, Config(rng, 2, 0), 1 + rng.Next(3));
                traffic.StartClients(count: 8, requests: 6, aborts: false);
                world.RunFor(rng.Scaled(1_000, 3_000_000));
                proxy.Drain();
                traffic.RunToEnd();
                traffic.Count(SimOutcome.ProxyError).ShouldBe(0, traffic.Summary());
                world.RunUntil(
                    () => proxy.DrainedCount == proxy.Workers.Count,
                    "all workers are drained",
                    200_000_000
                );
                proxy.SessionCount.ShouldBe(0);
                traffic.StopBackends();
                proxy.Stop();
            },
            Seeds
        );

    [Fact]
    public void Reloads_in_the_middle_of_tcp_traffic_change_no_stream() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                Rng rng = world.Rng;
                List<StreamBackend> backends = [];
                for (int i = 0; i < 3; i++)
                {
                    backends.Add(new StreamBackend(world, SimConfigs.Backend(i)));
                    backends[i].Start();
                }

                var proxy = new ProxyWorld(world, TcpConfig(rng), 1 + rng.Next(3))
                {
                    MostIdleEver = 10,
                };
                List<StreamClient> clients = [];
                for (int id = 1; id <= 16; id++)
                {
                    var client = new StreamClient(world, SimConfigs.Front, id)
                    {
                        PayloadBytes = rng.Scaled(1, 20_000),
                        AnswerBytes = rng.Scaled(1, 20_000),
                    };
                    clients.Add(client);
                    world.Network.After(rng.Between(0, 3_000_000), client.Start);
                }

                for (int i = 1; i <= 5; i++)
                {
                    world.RunFor(rng.Scaled(1_000, 1_000_000));
                    proxy.Apply(TcpConfig(rng));
                }

                world.RunUntil(() => clients.TrueForAll(c => c.HasEnded), "every client ends");
                clients.ShouldAllBe(c => c.IsDone);
                proxy.CheckAtRest();
                backends.ForEach(b => b.Kill());
                proxy.Stop();
            },
            Seeds
        );

    [Fact]
    public void What_a_drain_leaves_is_cut_by_reset() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l),
            run =>
            {
                RawClient waiting = run.Client(WorkerTest.Get);
                RawClient idle = run.Client();
                run.World.RunFor(10_000);
                run.Proxy.Drain();
                run.World.RunFor(10_000);
                idle.HasFin.ShouldBeFalse("its request may be on its way");
                run.World.RunFor(1_000_000);
                idle.HasFin.ShouldBeTrue();
                waiting.HasEnded.ShouldBeFalse();
                run.Proxy.DrainedCount.ShouldBe(0);
                run.World.RunFor(1_000_000);
                run.Proxy.Cut();
                run.World.RunFor(10_000);
                waiting.Failure.ShouldBe(Proxy.Io.IoStatus.Reset);
                run.Proxy.DrainedCount.ShouldBe(1);
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_client_that_was_told_to_keep_its_connection_gets_one_more_answer_from_a_draining_worker() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l),
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunFor(200_000);
                client.Status.ShouldBe(200);
                run.Proxy.Drain();
                run.World.RunFor(200_000);
                client.HasEnded.ShouldBeFalse();
                client.Send(WorkerTest.Get);
                run.World.RunFor(200_000);
                client.ResponseCount.ShouldBe(2);
                client.Text.ShouldContain("Connection: close");
                client.HasFin.ShouldBeTrue();
                run.Proxy.DrainedCount.ShouldBe(1);
            },
            (peer, _, _) => peer.Send("HTTP/1.1 200 Sim\r\nContent-Length: 0\r\n\r\n"u8)
        );

    private static WeirConfig TcpConfig(Rng rng) =>
        SimConfigs.Tcp(
            SimConfigs.Cluster(1 + rng.Next(2), firstIndex: rng.Next(2)) with
            {
                ConnectionPoolSize = rng.Pick(0, 1, 3, 10),
                TcpPooling = rng.Pick(Enum.GetValues<TcpPooling>()),
                BackendConnectTimeoutMs = 60_000,
                ConnectionIdleTimeoutMs = 600_000,
            }
        );

    private static WeirConfig Config(Rng rng, int backends, int firstIndex) =>
        SimConfigs.Http(
            SimConfigs.Cluster(backends, firstIndex: firstIndex) with
            {
                ConnectionPoolSize = rng.Pick(0, 1, 2, 10),
                Algorithm = rng.Pick(Enum.GetValues<BalancingAlgorithm>()),
                BackendConnectTimeoutMs = 60_000,
                ResponseTimeoutMs = 120_000,
                ConnectionIdleTimeoutMs = 5_000,
            }
        ) with
        {
            LoadBalancer = new() { ConnectionIdleTimeoutMs = 0 },
        };
}
