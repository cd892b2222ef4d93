// Health by checks and by traffic, and operators' orders, as traffic feels them.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class HealthAndStateTests
{
    [Fact]
    public void Checks_find_a_dead_backend_at_the_threshold_and_heal_it_and_its_pool_goes() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c =>
                c with
                {
                    BackendCheckIntervalMs = 1_000,
                    BackendFailureThreshold = 3,
                    SuccessThreshold = 2,
                    ConnectionIdleTimeoutMs = 600_000,
                }
            ),
            run =>
            {
                run.Proxy.StartHealth();
                run.World.RunFor(2_000_000);
                for (int i = 0; i < 4; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                BackendState first = run.Proxy.Cluster("web").Backends[0];
                first.Idle.ShouldBe(1);
                long failedBefore = first.ChecksFailed;
                run.Backends[0].StopListening();
                run.World.RunUntil(
                    () => first.Health.Status == HealthStatus.Unhealthy,
                    "it turns",
                    5_000_000
                );
                (first.ChecksFailed - failedBefore).ShouldBe(3);
                run.World.RunFor(10_000);
                first.Idle.ShouldBe(0);
                int asked = run.Backends[0].Requests.Count;
                for (int i = 0; i < 4; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                run.Backends[0].Requests.Count.ShouldBe(asked);
                var revived = new ScriptBackend(
                    run.World,
                    SimConfigs.Backend(0),
                    (peer, _, _) => ScriptBackend.Reply(peer)
                );
                long goodBefore = first.ChecksSucceeded;
                run.World.RunUntil(
                    () => first.Health.Status == HealthStatus.Healthy,
                    "it heals",
                    5_000_000
                );
                (first.ChecksSucceeded - goodBefore).ShouldBe(2);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                revived.Requests.Count.ShouldBe(1);
                revived.Kill();
            },
            (peer, _, _) => ScriptBackend.Reply(peer),
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void Refused_connects_of_clients_count_as_failed_checks() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 2 }),
            run =>
            {
                run.Proxy.Cluster("web").Backends[0].RecordCheck(true, "connected", 1);
                for (int i = 0; i < 4; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                run.Proxy.Transitions.ShouldBe([
                    "127.0.0.1:9100 Healthy",
                    "127.0.0.1:9100 Unhealthy",
                ]);
                run.Proxy.Counters(0).Connects.Sum().ShouldBe(2);
            },
            null,
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_backend_that_never_answered_is_down_at_its_first_failed_check_or_connect() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 3 }),
            run =>
            {
                if (run.World.Rng.Chance(0.5))
                {
                    run.Proxy.StartHealth();
                    run.World.RunFor(50_000);
                }
                else
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                BackendState first = run.Proxy.Cluster("web").Backends[0];
                first.Health.Status.ShouldBe(HealthStatus.Unhealthy);
                (first.Health.Failures, first.TurnedUnhealthy).ShouldBe((1, 1));
            },
            null,
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void Without_checks_traffic_finds_a_dead_backend_and_tries_it_again_after_each_interval() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c =>
                c with
                {
                    HealthCheck = new HealthCheckConfig { Type = HealthCheckType.None },
                    BackendCheckIntervalMs = 5_000,
                    ConnectionPoolSize = 0,
                }
            ),
            run =>
            {
                run.Proxy.StartHealth();
                AskFor(run, seconds: 31);
                long tries = run.Proxy.Counters(0).Connects.Sum();
                tries.ShouldBeInRange(5, 8);
                var back = new ScriptBackend(
                    run.World,
                    SimConfigs.Backend(0),
                    (peer, _, _) => ScriptBackend.Reply(peer)
                );
                AskFor(run, seconds: 7);
                back.Requests.Count.ShouldBeGreaterThan(0);
                run.Proxy.Cluster("web").Backends[0].Health.Status.ShouldBe(HealthStatus.Healthy);
                back.Kill();
            },
            null,
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    // Two requests a second, each of which is answered.
    private static void AskFor(WorkerTest run, int seconds)
    {
        long untilUs = run.Proxy.NowUs + (seconds * 1_000_000L);
        while (run.Proxy.NowUs < untilUs)
        {
            run.Ask(WorkerTest.Get).ShouldBe(200);
            run.World.RunFor(500_000);
        }
    }

    [Fact]
    public void When_all_are_unhealthy_the_client_gets_503_or_with_failOpen_a_try() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 1 }),
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(502);
                run.Ask(WorkerTest.Get).ShouldBe(503);
                WeirConfig config = run.Proxy.Snapshot.Config;
                run.Proxy.Apply(
                    WorkerTest.Cluster(c =>
                        c with
                        {
                            WhenAllUnhealthy = WhenAllUnhealthy.FailOpen,
                        }
                    )(config)
                );
                run.Ask(WorkerTest.Get).ShouldBe(502);
                var late = new ScriptBackend(
                    run.World,
                    SimConfigs.Backend(0),
                    (peer, _, _) => ScriptBackend.Reply(peer)
                );
                run.Ask(WorkerTest.Get).ShouldBe(200);
                late.Kill();
            },
            [null]
        );

    [Theory]
    [InlineData(AdminState.Drain)]
    [InlineData(AdminState.Maint)]
    public void A_drained_backend_gets_no_new_work_and_its_pool_goes(AdminState state) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                run.Ask(WorkerTest.Get);
                run.Ask(WorkerTest.Get);
                BackendState first = run.Proxy.Cluster("web").Backends[0];
                first.Idle.ShouldBe(1);
                first.SetAdmin(state);
                run.World.RunFor(10_000);
                first.Idle.ShouldBe(0);
                run.Backends[0].OpenCount.ShouldBe(0);
                run.Proxy.Transitions.ShouldBe(["127.0.0.1:9100 drained"]);
                for (int i = 0; i < 4; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                run.Backends[0].Requests.Count.ShouldBe(1);
                first.SetAdmin(AdminState.Ready);
                run.World.RunFor(10_000);
                run.Ask(WorkerTest.Get);
                run.Ask(WorkerTest.Get);
                run.Backends[0].Requests.Count.ShouldBe(2);
            },
            (peer, _, _) => ScriptBackend.Reply(peer),
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Theory]
    [InlineData(AdminState.Drain, false)]
    [InlineData(AdminState.Maint, true)]
    public void Maintenance_cuts_tcp_sessions_and_drain_does_not(AdminState state, bool isCut) =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0));
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(SimConfigs.Cluster(1)));
                world.RunFor(10_000);
                var client = new RawClient(world, SimConfigs.Front, "12");
                world.RunFor(10_000);
                proxy.Cluster("web").Backends[0].SetAdmin(state);
                world.RunFor(10_000);
                client.HasEnded.ShouldBe(isCut);
                var late = new RawClient(world, SimConfigs.Front, "12");
                world.RunFor(10_000);
                late.HasEnded.ShouldBeTrue();
                if (!isCut)
                {
                    client.Peer.Close();
                }

                proxy.CheckAtRest();
                backend.OpenCount.ShouldBe(0);
                proxy.Transitions.ShouldBe(["127.0.0.1:9100 drained"]);
                backend.Kill();
                proxy.Stop();
            },
            10
        );
}
