// The less loaded of two.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class PowerOfTwoBalancerTests
{
    private readonly PowerOfTwoBalancer _balancer = new(new Rng(1));

    [Fact]
    public void Power_of_two_never_takes_the_most_loaded_of_all()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1);
        cluster.Backends[1].TryReserve();

        int[] shares = Picks.Shares(_balancer, cluster, 1000);

        shares[1].ShouldBe(0);
        shares[0].ShouldBeInRange(400, 600);
    }
}
