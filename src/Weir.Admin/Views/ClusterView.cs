// A cluster as the API shows it.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;

namespace Weir.Admin.Views;

/// <summary>One cluster with its backends in the order of the config.</summary>
public sealed record ClusterView(string Name, string Algorithm, BackendView[] Backends)
{
    public static ClusterView Of(ClusterState cluster) =>
        new(
            cluster.Name,
            AlgorithmText(cluster.Config.Algorithm),
            [.. cluster.Backends.Select(BackendView.Of)]
        );

    public static ClusterView[] All(IAdminControl control) => [.. control.Clusters.Select(Of)];

    private static string AlgorithmText(BalancingAlgorithm algorithm) =>
        algorithm switch
        {
            BalancingAlgorithm.LeastConnections => "leastConnections",
            BalancingAlgorithm.Random => "random",
            BalancingAlgorithm.PowerOfTwo => "powerOfTwo",
            _ => "roundRobin",
        };
}
