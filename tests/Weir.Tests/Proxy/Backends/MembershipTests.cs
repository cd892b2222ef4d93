// Members named without a reload, and who is told.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class MembershipTests
{
    private readonly RecordingObserver _observer = new();
    private readonly Membership _membership = new();
    private readonly LivingConfig _living;

    public MembershipTests() => _living = new LivingConfig(_observer);

    [Fact]
    public void The_difference_is_told_once_and_nothing_where_there_is_none()
    {
        Apply(TestCluster.Config(1));
        _membership
            .Set("web", [TestCluster.Member(1), TestCluster.Member(2)], "dns")
            .ShouldBeTrue();
        _observer.Take().ShouldBe(["web +127.0.0.1:9101,127.0.0.1:9102 - ~"]);
        _membership
            .Set("web", [TestCluster.Member(1), TestCluster.Member(2)], "dns")
            .ShouldBeTrue();
        _observer.Take().ShouldBeEmpty();
        _membership.Set("web", [TestCluster.Member(2, weight: 4)], "dns").ShouldBeTrue();
        _observer.Take().ShouldBe(["web + -127.0.0.1:9101 ~127.0.0.1:9102"]);
    }

    [Fact]
    public void A_cluster_that_is_not_in_force_has_no_members()
    {
        _membership.Set("web", [TestCluster.Member(1)], "dns").ShouldBeFalse();
        Apply(TestCluster.Config(1));
        _membership.Set("api", [TestCluster.Member(1)], "dns").ShouldBeFalse();
        Apply(TestCluster.Config(1) with { Name = "api" });
        _observer.Take();
        _membership.Set("web", [TestCluster.Member(1)], "dns").ShouldBeFalse();
        _observer.Take().ShouldBeEmpty();
        _membership.Set("api", [TestCluster.Member(1)], "dns").ShouldBeTrue();
    }

    private void Apply(ClusterConfig cluster)
    {
        _living.Apply(cluster);
        _membership.Follow(_living.InForce.Clusters);
    }
}
