// Many http clients with random requests through whole workers, on networks from perfect to broken, to honest and lying backends.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class HttpTrafficTests
{
    private const int Seeds = 30;

    [Fact]
    public void Honest_backends_on_a_perfect_network_answer_every_request() =>
        Run(
            _ => FaultProfile.None,
            // Closing without a word is a race that may cost a request that must not be repeated.
            rng => SimAnswer.Honest(rng) with { ClosesAfterUs = -1 },
            aborts: false,
            blocks: 256,
            isSound: true
        );

    [Fact]
    public void Honest_backends_on_a_slow_network_answer_every_request() =>
        Run(
            FaultProfile.RandomPace,
            rng => SimAnswer.Honest(rng) with { ClosesAfterUs = -1 },
            aborts: false,
            blocks: 256,
            isSound: true
        );

    [Fact]
    public void Lying_backends_on_a_perfect_network_harm_nobody_else() =>
        Run(_ => FaultProfile.None, SimAnswer.Random, aborts: true, blocks: 256, isSound: false);

    [Fact]
    public void Lying_backends_on_a_slow_network_harm_nobody_else() =>
        Run(FaultProfile.RandomPace, SimAnswer.Random, aborts: true, blocks: 256, isSound: false);

    [Fact]
    public void Whatever_happens_every_request_ends_once_and_nothing_is_left() =>
        Run(FaultProfile.Random, SimAnswer.Random, aborts: true, blocks: 256, isSound: false);

    [Fact]
    public void With_hardly_any_blocks_everything_still_ends() =>
        Run(FaultProfile.Random, SimAnswer.Random, aborts: true, blocks: 6, isSound: false);

    private static void Run(
        Func<Rng, FaultProfile> profile,
        Func<Rng, SimAnswer> answers,
        bool aborts,
        int blocks,
        bool isSound
    ) =>
        SimWorld.RunSeeds(
            profile,
            world =>
            {
                Rng rng = world.Rng;
                var traffic = new HttpTraffic(world);
                traffic.StartBackends(3, answers);
                ClusterConfig cluster = SimConfigs.Cluster(3) with
                {
                    ConnectionPoolSize = rng.Pick(0, 1, 2, 10),
                    Algorithm = rng.Pick(Enum.GetValues<BalancingAlgorithm>()),
                    Retries = rng.Pick(0, 1, 3),
                    MaxConnections = isSound ? 0 : rng.Pick(0, 0, 2),
                    // Slow networks must not look like failures where none is expected.
                    BackendConnectTimeoutMs = isSound ? 60_000 : 2_000,
                    ResponseTimeoutMs = isSound ? 120_000 : 6_000,
                    BackendFailureThreshold = rng.Pick(1, 3, 1000),
                    BackendCheckIntervalMs = rng.Pick(200, 1_000, 5_000),
                    WhenAllUnhealthy = rng.Pick(Enum.GetValues<WhenAllUnhealthy>()),
                };
                WeirConfig config = SimConfigs.Http(cluster);
                if (isSound)
                {
                    config = config with { LoadBalancer = new() { ConnectionIdleTimeoutMs = 0 } };
                }

                var proxy = new ProxyWorld(world, config, 1 + rng.Next(3), blocks)
                {
                    MostInUse = cluster.MaxConnections == 0 ? int.MaxValue : 2,
                };
                proxy.StartHealth();
                if (!isSound)
                {
                    var turmoil = new BackendTurmoil(world, proxy);
                    for (int i = 0; i < traffic.Backends.Count; i++)
                    {
                        turmoil.Plan(i, traffic.Backends[i].Kill, traffic.Backends[i].Start);
                    }
                }

                traffic.StartClients(count: 8, requests: 6, aborts);
                traffic.RunToEnd();
                if (isSound)
                {
                    traffic.Count(SimOutcome.Answered).ShouldBe(48, traffic.Summary());
                }

                proxy.CheckAtRest();
                if (isSound)
                {
                    proxy.Events.Accesses.Count.ShouldBe(48);
                    proxy.Events.Accesses.ShouldAllBe(a => a.Status >= 200);
                }

                traffic.StopBackends();
                proxy.Stop();
            },
            Seeds
        );
}
