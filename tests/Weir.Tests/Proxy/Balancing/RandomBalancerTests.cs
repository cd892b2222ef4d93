// Chance by weight, also among the few that are left.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class RandomBalancerTests
{
    private readonly RandomBalancer _balancer = new(new Rng(1));
    private readonly TriedBackends _tried = new();

    [Fact]
    public void The_share_of_an_excluded_backend_falls_to_the_others_by_weight()
    {
        ClusterState cluster = TestCluster.Create(6, 3, 1);
        _tried.Add(cluster.Backends[0]);

        int[] shares = Picks.Shares(_balancer, cluster, 10_000, _tried);

        shares[0].ShouldBe(0);
        shares[1].ShouldBeInRange(7_200, 7_800);
    }
}
