// A cluster as one configuration gave it, once a newer one has taken its place.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class ClusterSnapshotTests
{
    private readonly LivingConfig _living = new(new RecordingObserver());

    [Fact]
    public void It_keeps_its_settings_and_members_when_a_newer_one_comes()
    {
        ClusterSnapshot before = Apply(TestCluster.Config(1, 1) with { Retries = 5 });
        ClusterSnapshot after = Apply(TestCluster.Config(1) with { Retries = 0 });

        (before.Config.Retries, after.Config.Retries).ShouldBe((5, 0));
        before.Usable.Backends.ShouldBe(before.Backends);
        before.Backends.Length.ShouldBe(2);
        after.Usable.Backends.ShouldBe([before.Backends[0]]);
    }

    [Fact]
    public void Its_members_health_still_counts()
    {
        ClusterSnapshot before = Apply(
            TestCluster.Config(1, 1) with
            {
                BackendFailureThreshold = 1,
                WhenAllUnhealthy = WhenAllUnhealthy.FailOpen,
            }
        );
        Apply(TestCluster.Config(1));

        before.Backends[1].RecordLiveFailure("refused");
        before.Usable.Backends.ShouldBe([before.Backends[0]]);
        before.Usable.ShouldBeSameAs(before.Usable);

        before.Backends[0].SetAdmin(AdminState.Drain);
        before.Usable.Backends.ShouldBe([before.Backends[1]], "its own settings say failOpen");
        before.State.Usable.Backends.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_one_in_force_compares_many_by_a_tree()
    {
        ClusterConfig config = TestCluster.Config([.. Enumerable.Repeat(1, 40)]) with
        {
            Algorithm = BalancingAlgorithm.LeastConnections,
        };
        ClusterSnapshot before = Apply(config);
        BackendState left = before.Backends[39];
        left.Place.Leaf.ShouldNotBeNull();

        ClusterSnapshot after = Apply(config with { Backends = config.Backends[..39] });
        after.Usable.Loads.ShouldNotBeNull();
        after.Backends.ShouldAllBe(b => b.Place.Leaf != null);
        left.Place.Leaf.ShouldBeNull();
        after.Backends[0].SetAdmin(AdminState.Drain);
        before.Usable.Loads.ShouldBeNull();
        after.Usable.Loads.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(2, 3, PickResult.AllFull, PickResult.Picked)] // raised
    [InlineData(3, 2, PickResult.Picked, PickResult.AllFull)] // lowered
    [InlineData(3, 0, PickResult.Picked, PickResult.Picked)] // lifted
    public void Among_many_a_changed_limit_counts_from_the_reload_on(
        int before,
        int after,
        PickResult first,
        PickResult then
    )
    {
        ClusterConfig config = TestCluster.Config([.. Enumerable.Repeat(1, 40)]) with
        {
            Algorithm = BalancingAlgorithm.LeastConnections,
            MaxConnections = before,
        };
        ClusterSnapshot cluster = Apply(config);
        foreach (BackendState backend in cluster.Backends)
        {
            backend.TryReserve().ShouldBeTrue();
            backend.TryReserve().ShouldBeTrue();
        }

        var balancer = new LeastConnectionsBalancer();
        balancer.Pick(cluster, new TriedBackends(), out _).ShouldBe(first);
        ClusterSnapshot next = Apply(config with { MaxConnections = after });
        balancer.Pick(next, new TriedBackends(), out _).ShouldBe(then);
        next.Usable.Loads.ShouldNotBeNull();
        balancer.Pick(cluster, new TriedBackends(), out _).ShouldBe(then, "limits are shared");
    }

    [Fact]
    public void A_place_that_was_refused_is_not_offered_again_by_the_tree()
    {
        ClusterSnapshot cluster = Apply(
            TestCluster.Config([.. Enumerable.Repeat(1, 40)]) with
            {
                Algorithm = BalancingAlgorithm.LeastConnections,
                MaxConnections = 1,
            }
        );
        BackendState backend = cluster.Backends[0];
        LoadTree.Leaf leaf = backend.Place.Leaf.ShouldNotBeNull();
        backend.Place.Leaf = null; // as if its count went up while the tree was made
        backend.TryReserve().ShouldBeTrue();
        backend.Place.Leaf = leaf;

        backend.TryReserve().ShouldBeFalse();
        LoadTree loads = cluster.Usable.Loads.ShouldNotBeNull();
        loads.FirstAtMost(0, backend).ShouldBe(cluster.Backends[1]);
    }

    [Fact]
    public void It_lets_go_of_its_tree_when_another_comes()
    {
        ClusterConfig config = TestCluster.Config([.. Enumerable.Repeat(1, 40)]) with
        {
            Algorithm = BalancingAlgorithm.LeastConnections,
        };
        ClusterSnapshot before = Apply(config);
        Apply(config with { MaxQueue = 1 });
        before.Usable.Loads.ShouldBeNull();
        before.Usable.Backends.Length.ShouldBe(40);
    }

    private ClusterSnapshot Apply(ClusterConfig config) => _living.Apply(config)[0].Current;
}
