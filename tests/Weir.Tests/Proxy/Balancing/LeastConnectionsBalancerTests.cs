// The fewest in use for its weight.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class LeastConnectionsBalancerTests
{
    private readonly LeastConnectionsBalancer _balancer = new();
    private readonly TriedBackends _tried = new();

    [Fact]
    public void Least_connections_takes_the_fewest_in_use_for_its_weight()
    {
        ClusterState cluster = TestCluster.Create(4, 1, 1);
        for (int i = 0; i < 60; i++)
        {
            _balancer.Pick(cluster, _tried, out BackendState? backend).ShouldBe(PickResult.Picked);
            backend!.TryReserve().ShouldBeTrue();
        }

        cluster.Backends.Select(b => b.InUse).ShouldBe([40, 10, 10]);

        cluster.Backends[2].Release();
        _balancer.Pick(cluster, _tried, out BackendState? least);
        least.ShouldBe(cluster.Backends[2]);
    }
}
