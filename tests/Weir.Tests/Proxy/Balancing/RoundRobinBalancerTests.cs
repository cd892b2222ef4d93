// The order of the rotation, and what becomes of an excluded backend's share.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class RoundRobinBalancerTests
{
    private readonly RoundRobinBalancer _balancer = new();
    private readonly TriedBackends _tried = new();

    [Fact]
    public void Round_robin_starts_with_the_first_and_goes_in_config_order()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1);

        Picks.Take(_balancer, cluster, 7).ShouldBe([0, 1, 2, 0, 1, 2, 0]);
    }

    [Fact]
    public void Round_robin_is_smooth_by_weight()
    {
        ClusterState cluster = TestCluster.Create(5, 1, 1);

        Picks.Take(_balancer, cluster, 7).ShouldBe([0, 0, 1, 0, 2, 0, 0]);
    }

    [Fact]
    public void Round_robin_gives_an_excluded_share_to_all_others_alike()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1, 1);
        _tried.Add(cluster.Backends[1]);

        int[] shares = Picks.Shares(_balancer, cluster, 300, _tried);

        shares.ShouldBe([100, 0, 100, 100]);
    }

    [Fact]
    public void Round_robin_finds_the_one_open_backend_among_many_full_ones()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config([.. Enumerable.Range(1, 100)]) with
            {
                MaxConnections = 1,
            }
        );
        foreach (BackendState backend in cluster.Backends.Where((_, i) => i != 63))
        {
            backend.TryReserve().ShouldBeTrue();
        }

        Picks.Take(_balancer, cluster, 20).ShouldAllBe(i => i == 63);
    }
}
