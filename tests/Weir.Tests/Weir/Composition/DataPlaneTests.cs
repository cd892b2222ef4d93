// The threads of a load balancer as one: what is said to them is in force when the caller goes on.
using System.Runtime.CompilerServices;
using Shouldly;
using Weir.Composition;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Workers;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Composition;

public sealed class DataPlaneTests
{
    [Fact]
    public void Every_worker_goes_by_a_config_once_it_was_applied()
    {
        List<string> defects = [];
        using DataPlane plane = Planes.Create(defects);
        var living = new LivingConfig(new RecordingObserver());
        plane.Apply(Snapshot(living, 0), []); // before the start there is nobody to wait for
        plane.Start();

        for (int port = 1; port <= 200; port++)
        {
            ProxySnapshot snapshot = Snapshot(living, port);
            plane.Apply(snapshot, []);
            foreach (Worker worker in plane.Workers)
            {
                worker
                    .Clients.Services.Cluster(snapshot.Clusters[0].State)
                    .Newest.ShouldBe(snapshot.Clusters[0]);
            }
        }

        defects.ShouldBeEmpty();
    }

    [Fact]
    public void Backends_and_clusters_that_left_are_forgotten_with_all_that_was_kept_of_them()
    {
        List<string> defects = [];
        using DataPlane plane = Planes.Create(defects);
        var living = new LivingConfig(new RecordingObserver());
        plane.Start();
        WeakReference[] left = [.. Enumerable.Range(0, 20).SelectMany(i => Pass(plane, living, i))];

        // The checks hear of it in a turn of their own.
        for (int i = 0; i < 1_000 && left.Any(l => l.IsAlive); i++)
        {
            plane.Apply(Snapshot(living, 1_000), []);
            GC.Collect();
        }

        left.ShouldAllBe(l => !l.IsAlive);
        defects.ShouldBeEmpty();
    }

    // A cluster with a backend, which all threads get to know.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Pass(DataPlane plane, LivingConfig living, int number)
    {
        ProxySnapshot snapshot = Snapshot(living, number, $"passing-{number}");
        plane.Apply(snapshot, []);
        ClusterState cluster = snapshot.Clusters[0].State;
        MemberChange change = cluster.SetMembers("dns", [TestCluster.Member(500)]);
        foreach (Worker worker in plane.Workers)
        {
            worker.PostMembersChanged(change);
        }

        plane.Health.Post(change);
        return
        [
            new WeakReference(cluster),
            .. cluster.Backends.Select(b => new WeakReference(b)),
            .. cluster.Parts.All.Select(p => new WeakReference(p)),
        ];
    }

    private static ProxySnapshot Snapshot(LivingConfig living, int port, string cluster = "web") =>
        living.Apply(
            new WeirConfig
            {
                Listeners = [],
                Clusters =
                [
                    new ClusterConfig
                    {
                        Name = cluster,
                        HealthCheck = new HealthCheckConfig { Type = HealthCheckType.None },
                        Backends =
                        [
                            new BackendConfig
                            {
                                Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9000 + port),
                            },
                        ],
                    },
                ],
            }
        );
}
