// The scaling signals as JSON.
using Shouldly;
using Weir.Admin.Views;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Views;

public sealed class ScalingViewTests
{
    [Fact]
    public void A_cluster_that_says_nothing_of_its_capacity_gets_a_hint()
    {
        ScalingView.Of(Of(new(1, 1, 0, 0))).Hint.ShouldNotBeNull().ShouldContain("maxConnections");
        ScalingView view = ScalingView.Of(Of(new(3, 2, 10, 0)));
        view.Hint.ShouldBeNull();
        (view.Backends, view.UsableBackends, view.MaxConnections).ShouldBe((3, 2, 10));
        view.TargetConcurrency.ShouldBe(7);
    }

    private static ClusterScaling Of(ScalingCapacity capacity) =>
        new() { Name = "api", Capacity = capacity };
}
