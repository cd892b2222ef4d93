// Which backends of a cluster may take new work.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class UsableSetTests
{
    [Fact]
    public void Only_ready_backends_of_some_weight_that_are_not_unhealthy_are_usable()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config(1, 1, 1, 1, 0) with
            {
                BackendFailureThreshold = 1,
            }
        );
        cluster.Backends[1].RecordLiveFailure("refused");
        cluster.Backends[2].SetAdmin(AdminState.Drain);
        cluster.Backends[3].SetAdmin(AdminState.Maint);
        cluster.Usable.Backends.ShouldBe([cluster.Backends[0]]);

        cluster.Backends[4].SetWeight(1);
        cluster.Backends[2].SetAdmin(AdminState.Ready);
        cluster.Usable.Backends.Length.ShouldBe(3);

        cluster.Backends[0].SetWeight(0);
        cluster.Usable.Backends.ShouldBe([cluster.Backends[2], cluster.Backends[4]]);
    }

    [Theory]
    [InlineData(WhenAllUnhealthy.Reject, 0)]
    [InlineData(WhenAllUnhealthy.FailOpen, 2)]
    public void When_all_are_unhealthy_the_config_decides(WhenAllUnhealthy choice, int usable)
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config(1, 1, 1) with
            {
                BackendFailureThreshold = 1,
                WhenAllUnhealthy = choice,
            }
        );
        cluster.Backends[2].SetAdmin(AdminState.Drain);
        cluster.Backends[0].RecordLiveFailure("refused");
        cluster.Usable.Backends.ShouldBe([cluster.Backends[1]]);

        cluster.Backends[1].RecordLiveFailure("refused");
        cluster.Usable.Backends.Length.ShouldBe(usable);

        cluster.Backends[0].RecordCheck(true, "connected", 1);
        cluster.Usable.Backends.ShouldBe([cluster.Backends[0]]);
    }
}
