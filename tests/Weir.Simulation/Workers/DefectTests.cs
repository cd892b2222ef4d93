// A defect in the work of one session costs that session: exceptions are planted wherever sessions call out, and the others live on.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class DefectTests
{
    private const int Seeds = 10;

    [Theory]
    [InlineData("opened")]
    [InlineData("pick")]
    [InlineData("access")]
    [InlineData("closed")]
    public void One_session_is_reset_and_counted_and_what_it_held_goes_back(string where) =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient other = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                other.Status.ShouldBe(200);
                PlantOnce(run.Proxy.Events, where);
                RawClient victim = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                victim.Peer.Close();
                run.World.RunFor(10_000);
                if (where != "closed")
                {
                    victim.Failure.ShouldBe(IoStatus.Reset);
                }

                string defect = run.Proxy.Events.Defects.ShouldHaveSingleItem();
                defect.ShouldContain("planted at " + where);
                defect.ShouldContain("   at "); // the stack
                run.Proxy.Workers[0].Counters.InternalErrors.ShouldBe(1);
                other.Send(WorkerTest.Get);
                run.World.RunFor(10_000);
                other.ResponseCount.ShouldBe(2);
                other.Peer.Close();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_request_that_was_under_way_is_recorded_as_an_internal_error() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                PlantOnce(run.Proxy.Events, "pick");
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                client.Failure.ShouldBe(IoStatus.Reset);
                run.Proxy.Events.Failures.ShouldHaveSingleItem().Code.ShouldBe("internal_error");
                run.Proxy.Events.Reasons.ShouldBe(["internal_error"]);
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_waiting_session_that_fails_keeps_nobody_else_waiting() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1 }),
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient first = run.Client("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
                run.World.RunFor(10_000);
                RawClient second = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                RawClient third = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                PlantOnce(run.Proxy.Events, "pick");
                ScriptBackend.Reply(run.Backends[0].Peers[^1]);
                run.World.RunFor(10_000);
                first.Status.ShouldBe(200);
                second.Failure.ShouldBe(IoStatus.Reset);
                third.Status.ShouldBe(200);
                first.Peer.Close();
                third.Peer.Close();
            },
            (peer, head, _) =>
            {
                if (!head.Contains("/first", StringComparison.Ordinal))
                {
                    ScriptBackend.Reply(peer);
                }
            }
        );

    [Theory]
    [InlineData(ProxyMode.Http)]
    [InlineData(ProxyMode.Tcp)]
    public void Under_traffic_with_faults_nothing_leaks_and_no_other_session_is_touched(
        ProxyMode mode
    ) =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                Rng rng = world.Rng;
                ClusterConfig cluster = SimConfigs.Cluster(2) with
                {
                    MaxConnections = 2,
                    ConnectionPoolSize = rng.Pick(0, 3),
                    BackendConnectTimeoutMs = 60_000,
                    ResponseTimeoutMs = 120_000,
                    ConnectionIdleTimeoutMs = 60_000,
                    QueueTimeoutMs = 600_000,
                };
                var proxy = new ProxyWorld(
                    world,
                    mode == ProxyMode.Http ? SimConfigs.Http(cluster) : SimConfigs.Tcp(cluster)
                );
                proxy.Events.ExpectsDefects = true;
                proxy.Events.Plant = where =>
                {
                    if (rng.Chance(0.05))
                    {
                        throw new InvalidOperationException("planted at " + where);
                    }
                };
                List<IDisposable> ends = [];
                Action wait =
                    mode == ProxyMode.Http ? StartHttp(world, ends) : StartTcp(world, ends);
                wait();
                proxy.Events.Plant = static _ => { };
                proxy.CheckAtRest();
                int defects = (int)proxy.Workers.Sum(w => w.Counters.InternalErrors);
                defects.ShouldBe(proxy.Events.Defects.Count(d => d.Contains("others go on")));
                proxy.Events.Defects.ShouldAllBe(d => d.Contains("planted at "));
                ends.ForEach(e => e.Dispose());
                proxy.Stop();
            },
            Seeds
        );

    private static Action StartHttp(SimWorld world, List<IDisposable> ends)
    {
        var traffic = new HttpTraffic(world);
        traffic.StartBackends(2, r => SimAnswer.Honest(r) with { ClosesAfterUs = -1 });
        traffic.StartClients(count: 12, requests: 6, aborts: false);
        ends.Add(new AtEnd(traffic.StopBackends));
        return traffic.RunToEnd;
    }

    private static Action StartTcp(SimWorld world, List<IDisposable> ends)
    {
        for (int i = 0; i < 2; i++)
        {
            var backend = new StreamBackend(world, SimConfigs.Backend(i));
            backend.Start();
            ends.Add(new AtEnd(backend.Kill));
        }

        List<StreamClient> clients = [];
        for (int id = 1; id <= 16; id++)
        {
            var client = new StreamClient(world, SimConfigs.Front, id)
            {
                PayloadBytes = world.Rng.Scaled(1, 20_000),
                AnswerBytes = world.Rng.Scaled(1, 20_000),
            };
            clients.Add(client);
            world.Network.After(world.Rng.Between(0, 3_000_000), client.Start);
        }

        return () => world.RunUntil(() => clients.TrueForAll(c => c.HasEnded), "every client ends");
    }

    private static void PlantOnce(ProxyEvents events, string where)
    {
        events.ExpectsDefects = true;
        bool isPlanted = false;
        events.Plant = at =>
        {
            if (!isPlanted && at == where)
            {
                isPlanted = true;
                throw new InvalidOperationException("planted at " + where);
            }
        };
    }

    private sealed class AtEnd(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
