// One balancer for each algorithm, found by its name.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class BalancersTests
{
    [Theory]
    [InlineData(BalancingAlgorithm.RoundRobin, typeof(RoundRobinBalancer))]
    [InlineData(BalancingAlgorithm.LeastConnections, typeof(LeastConnectionsBalancer))]
    [InlineData(BalancingAlgorithm.Random, typeof(RandomBalancer))]
    [InlineData(BalancingAlgorithm.PowerOfTwo, typeof(PowerOfTwoBalancer))]
    public void Each_algorithm_has_its_own_and_keeps_it(BalancingAlgorithm algorithm, Type type)
    {
        int made = 0;
        var balancers = new Balancers(a =>
        {
            made++;
            return Balancer.Create(a, new Rng(1));
        });
        balancers[algorithm].ShouldBeOfType(type);
        balancers[algorithm].ShouldBeOfType(type);
        made.ShouldBe(Enum.GetValues<BalancingAlgorithm>().Length);
    }
}
