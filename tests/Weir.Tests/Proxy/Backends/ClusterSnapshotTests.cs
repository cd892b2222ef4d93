// A cluster as one configuration gave it, once a newer one has taken its place.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
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
        left.Leaf.ShouldNotBeNull();

        ClusterSnapshot after = Apply(config with { Backends = config.Backends[..39] });
        after.Usable.Loads.ShouldNotBeNull();
        after.Backends.ShouldAllBe(b => b.Leaf != null);
        left.Leaf.ShouldBeNull();
        after.Backends[0].SetAdmin(AdminState.Drain);
        before.Usable.Loads.ShouldBeNull();
        after.Usable.Loads.ShouldNotBeNull();
    }

    private ClusterSnapshot Apply(ClusterConfig config) => _living.Apply(config)[0].Current;
}
