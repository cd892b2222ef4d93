// What a snapshot that is published does to what lives: what stays keeps its state and numbers, what left is let go.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class ProxySnapshotTests
{
    private readonly RecordingObserver _observer = new();
    private readonly LivingConfig _living;

    public ProxySnapshotTests() => _living = new LivingConfig(_observer);

    [Fact]
    public void What_stays_keeps_its_number_health_counts_and_operator_state()
    {
        ClusterState before = Apply(TestCluster.Config(1, 1));
        BackendState kept = before.Backends[1];
        kept.TryReserve();
        kept.SetAdmin(AdminState.Drain);
        kept.RecordCheck(true, "connected", 5);
        kept.SetWeight(7);

        ClusterState after = Apply(TestCluster.Config(1, 1, 1) with { MaxConnections = 9 });

        after.ShouldBe(before);
        after.Config.MaxConnections.ShouldBe(9);
        after.Backends[1].ShouldBe(kept);
        (kept.Number, kept.InUse, kept.Admin, kept.Weight).ShouldBe((1, 1, AdminState.Drain, 7));
        kept.Health.Status.ShouldBe(HealthStatus.Healthy);
        after.Backends[2].Number.ShouldBe(2);
    }

    [Fact]
    public void An_operators_weight_yields_only_to_a_changed_weight_in_the_config()
    {
        BackendState backend = Apply(TestCluster.Config(2)).Backends[0];
        backend.SetWeight(9);
        Apply(TestCluster.Config(2));
        backend.Weight.ShouldBe(9);

        Apply(TestCluster.Config(3));
        backend.Weight.ShouldBe(3);
    }

    [Fact]
    public void What_left_takes_no_work_and_its_number_is_not_given_again()
    {
        ClusterState cluster = Apply(TestCluster.Config(1, 1));
        BackendState gone = cluster.Backends[1];
        gone.TryReserve();

        Apply(TestCluster.Config(1));
        gone.IsRemoved.ShouldBeTrue();
        gone.MayPool.ShouldBeFalse();
        cluster.Usable.Backends.ShouldBe([cluster.Backends[0]]);
        _observer.Take();
        gone.Release();
        _observer.Take().ShouldBe(["127.0.0.1:9101 drained"]);
        gone.TryReserve().ShouldBeTrue("a request from before it left is tried again");
        gone.Release();
        _observer.Take().ShouldBe(["127.0.0.1:9101 drained"]);

        BackendState back = Apply(TestCluster.Config(1, 1)).Backends[1];
        back.ShouldNotBe(gone);
        back.InUse.ShouldBe(0);
    }

    [Fact]
    public void The_same_address_in_two_clusters_is_two_backends()
    {
        ClusterState[] clusters = _living.Apply(
            TestCluster.Config(1),
            TestCluster.Config(1) with
            {
                Name = "api",
            }
        );

        clusters[0].Backends[0].ShouldNotBe(clusters[1].Backends[0]);
    }

    [Fact]
    public void A_cluster_that_left_keeps_its_backends_for_what_was_routed_there_and_comes_back_as_another()
    {
        ClusterState gone = Apply(TestCluster.Config(1));
        BackendState backend = gone.Backends[0];
        Apply(TestCluster.Config(1) with { Name = "api" });
        gone.Usable.Backends.ShouldBe([backend]);
        backend.IsRemoved.ShouldBeTrue();
        backend.MayPool.ShouldBeFalse();

        ClusterState back = Apply(TestCluster.Config(1));
        back.ShouldNotBe(gone);
    }

    [Fact]
    public void Addresses_lead_where_they_say_and_names_nowhere_yet()
    {
        ClusterState cluster = Apply(
            TestCluster.Config() with
            {
                Backends =
                [
                    new BackendConfig { Address = EndpointAddress.FromHostAndPort("::1", 80) },
                    new BackendConfig { Address = EndpointAddress.FromUnixPath("/run/a.sock") },
                    new BackendConfig { Address = EndpointAddress.FromHostAndPort("a.org", 80) },
                ],
            }
        );

        cluster.Backends[0].Endpoints[0].ToString().ShouldBe("[::1]:80");
        cluster.Backends[1].Endpoints.ShouldBe([SocketEndpoint.FromUnixPath("/run/a.sock")]);
        cluster.Backends[2].Endpoints.ShouldBeEmpty();
    }

    [Fact]
    public void Workers_are_told_once_what_they_share_is_in_force_and_before_anything_that_left()
    {
        ClusterState cluster = Apply(TestCluster.Config(1, 1));
        BackendState gone = cluster.Backends[1];
        ProxySnapshot next = Build(TestCluster.Config(5) with { MaxQueue = 7 });
        _observer.Take();
        bool isTold = false;
        next.Publish(
            _living.InForce,
            () =>
            {
                isTold = true;
                cluster.Current.ShouldBeSameAs(next.Clusters[0]);
                (cluster.Config.MaxQueue, cluster.Backends[0].Weight).ShouldBe((7, 5));
                gone.IsRemoved.ShouldBeFalse();
                _observer.Take().ShouldBeEmpty();
            }
        );

        isTold.ShouldBeTrue();
        gone.IsRemoved.ShouldBeTrue();
        _observer
            .Take()
            .ShouldBe(["127.0.0.1:9100 Ready weight 5", "127.0.0.1:9101 Ready weight 1"]);
    }

    [Fact]
    public void One_that_was_built_to_follow_another_changes_nothing()
    {
        ClusterState cluster = Apply(TestCluster.Config(1));
        ProxySnapshot late = Build(TestCluster.Config(1, 1));
        Apply(TestCluster.Config(1, 1, 1));

        Should
            .Throw<InvalidOperationException>(() =>
                late.Publish(_living.InForce, () => Assert.Fail("nobody is told"))
            )
            .Message.ShouldBe("snapshot 2 cannot follow 2: both would have given the same numbers");
        cluster.Backends.Length.ShouldBe(3);
    }

    private ProxySnapshot Build(ClusterConfig config) =>
        new SnapshotBuilder(_observer).Build(
            new WeirConfig { Listeners = [], Clusters = [config] },
            _living.InForce
        );

    private ClusterState Apply(ClusterConfig config) => _living.Apply(config)[0];
}
