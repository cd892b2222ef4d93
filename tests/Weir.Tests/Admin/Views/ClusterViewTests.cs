// How clusters are told.
using Shouldly;
using Weir.Admin.Views;
using Weir.Configuration.Clusters;
using Xunit;

namespace Weir.Tests.Admin.Views;

public sealed class ClusterViewTests
{
    [Theory]
    [InlineData(BalancingAlgorithm.RoundRobin, "roundRobin")]
    [InlineData(BalancingAlgorithm.LeastConnections, "leastConnections")]
    [InlineData(BalancingAlgorithm.Random, "random")]
    [InlineData(BalancingAlgorithm.PowerOfTwo, "powerOfTwo")]
    public void Algorithms_are_called_as_in_the_config(BalancingAlgorithm algorithm, string name) =>
        ClusterView.Of(TestClusters.Build(algorithm)).Algorithm.ShouldBe(name);
}
