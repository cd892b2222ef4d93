// A snapshot is built without touching what lives.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;
using Xunit;

namespace Weir.Simulation.Snapshots;

public sealed class PureBuildTests
{
    private const int Builds = 1_000;
    private const int Moments = 10;

    private readonly BackendRecorder _observer = new(new SimNetwork(1, FaultProfile.None));

    [Fact]
    public void A_thousand_builds_beside_running_workers_leave_every_value_of_the_living_as_it_was() =>
        Serve(
            (proxy, rng) =>
            {
                ProxySnapshot inForce = proxy.Snapshot;
                string[] before = LivingPicture.Of(inForce);
                before.ShouldContain(line => line.Contains("_weight", StringComparison.Ordinal));
                BuildMany(proxy, rng);

                LivingPicture.Of(inForce).ShouldBe(before);
            }
        );

    [Fact]
    public void The_picture_of_the_living_shows_the_least_change() =>
        Serve(
            (proxy, _) =>
            {
                string[] before = LivingPicture.Of(proxy.Snapshot);
                proxy.Cluster("web").NextRotation();
                LivingPicture.Of(proxy.Snapshot).ShouldNotBe(before);
            }
        );

    [Fact]
    public void Traffic_goes_the_same_way_whether_snapshots_are_built_beside_it_or_not()
    {
        ulong with = Serve(BuildMany).Hash;
        Serve((_, _) => { }).Hash.ShouldBe(with);
    }

    // Ten moments in the middle of traffic, with backends that are drained or get another weight, and clients that wait.
    private static SimTrace Serve(Action<ProxyWorld, Rng> beside) =>
        SimWorld.Run(
            seed: 11,
            FaultProfile.RandomPace,
            world =>
            {
                var dice = new Rng(3);
                var traffic = new HttpTraffic(world);
                traffic.StartBackends(3, rng => SimAnswer.Honest(rng) with { ClosesAfterUs = -1 });
                var proxy = new ProxyWorld(
                    world,
                    SimConfigs.Http(Cluster() with { MaxConnections = 2 }),
                    workers: 2
                );
                traffic.StartClients(count: 12, requests: 6, aborts: false);
                BackendState[] backends = proxy.Cluster("web").Backends;
                for (int i = 0; i < Moments; i++)
                {
                    world.RunFor(100_000);
                    backends[i % 3].SetWeight(1 + (i % 2));
                    backends[(i + 1) % 3]
                        .SetAdmin(i % 3 == 0 ? AdminState.Drain : AdminState.Ready);
                    beside(proxy, dice);
                }

                Array.ForEach(backends, b => b.SetAdmin(AdminState.Ready));
                traffic.RunToEnd();
                proxy.CheckAtRest();
                traffic.StopBackends();
                proxy.Stop();
            }
        );

    private void BuildMany(ProxyWorld proxy, Rng rng)
    {
        for (int i = 0; i < Builds / Moments; i++)
        {
            Build(proxy, rng);
        }
    }

    // Members come and go, weights and limits change, listeners and clusters are new, gone and renamed.
    private void Build(ProxyWorld proxy, Rng rng)
    {
        ClusterConfig cluster = Cluster() with
        {
            Name = rng.Pick("web", "web", "other"),
            MaxConnections = rng.Pick(0, 1),
            Backends =
            [
                .. Enumerable
                    .Range(rng.Next(3), 1 + rng.Next(4))
                    .Select(i => SimConfigs.BackendAt(i, weight: rng.Next(5))),
            ],
        };
        ListenerConfig listener = SimConfigs.Listener(
            rng.Pick(ProxyMode.Http, ProxyMode.Tcp),
            rng.Pick("front", "new"),
            cluster: cluster.Name
        ) with
        {
            MaxConnectionsPerClient = rng.Pick(0, 3),
        };
        ProxySnapshot built = new SnapshotBuilder(_observer, seed: 1).Build(
            SimConfigs.Config([listener], [cluster]),
            proxy.Snapshot
        );
        built.Clusters[0].Backends.Length.ShouldBe(cluster.Backends.Length);
    }

    private static ClusterConfig Cluster() =>
        SimConfigs.Cluster(3) with
        {
            QueueTimeoutMs = 600_000,
            ResponseTimeoutMs = 600_000,
            BackendConnectTimeoutMs = 60_000,
        };
}
