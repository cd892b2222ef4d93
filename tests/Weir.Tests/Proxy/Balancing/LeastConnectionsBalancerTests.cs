// The fewest in use for its weight.
using Shouldly;
using Weir.Configuration.Clusters;
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
            _balancer
                .Pick(cluster.Current, _tried, out BackendState? backend)
                .ShouldBe(PickResult.Picked);
            backend!.TryReserve().ShouldBeTrue();
        }

        cluster.Backends.Select(b => b.InUse).ShouldBe([40, 10, 10]);

        cluster.Backends[2].Release();
        _balancer.Pick(cluster.Current, _tried, out BackendState? least);
        least.ShouldBe(cluster.Backends[2]);
    }

    [Fact]
    public void Among_many_the_same_holds_and_a_second_try_leaves_out_the_first()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config([.. Enumerable.Repeat(1, 100)]) with
            {
                Algorithm = BalancingAlgorithm.LeastConnections,
                MaxConnections = 2,
            }
        );
        for (int i = 0; i < 199; i++)
        {
            _balancer
                .Pick(cluster.Current, _tried, out BackendState? backend)
                .ShouldBe(PickResult.Picked);
            backend!.InUse.ShouldBe(i / 100);
            backend.TryReserve().ShouldBeTrue();
        }

        _balancer.Pick(cluster.Current, _tried, out BackendState? last);
        _tried.Add(last!);
        _balancer.Pick(cluster.Current, _tried, out _).ShouldBe(PickResult.AllFull);
        last!.TryReserve().ShouldBeTrue();
        _tried.Clear();
        _balancer.Pick(cluster.Current, _tried, out _).ShouldBe(PickResult.AllFull);
        cluster.Backends[42].Release();
        _balancer.Pick(cluster.Current, _tried, out BackendState? free);
        free.ShouldBe(cluster.Backends[42]);
    }
}
