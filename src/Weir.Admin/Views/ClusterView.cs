// A cluster as the API shows it.
using Weir.Admin.Traffic;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;

namespace Weir.Admin.Views;

/// <summary>One cluster with its backends in the order of the config.</summary>
public sealed record ClusterView(string Name, string Algorithm, BackendView[] Backends)
{
    public static ClusterView Of(ClusterState cluster) => Of(cluster, []);

    internal static ClusterView[] All(
        IAdminControl control,
        Dictionary<BackendKey, RecentAnswers> answers
    ) => [.. control.Clusters.Select(c => Of(c, answers))];

    private static ClusterView Of(
        ClusterState cluster,
        Dictionary<BackendKey, RecentAnswers> answers
    ) =>
        new(
            cluster.Name,
            AlgorithmText(cluster.Config.Algorithm),
            [
                .. cluster.Backends.Select(b =>
                    BackendView.Of(
                        b,
                        answers.GetValueOrDefault(new BackendKey(cluster.Name, b.Address))
                    )
                ),
            ]
        );

    private static string AlgorithmText(BalancingAlgorithm algorithm) =>
        algorithm switch
        {
            BalancingAlgorithm.LeastConnections => "leastConnections",
            BalancingAlgorithm.Random => "random",
            BalancingAlgorithm.PowerOfTwo => "powerOfTwo",
            _ => "roundRobin",
        };
}
