// Who must be a member of which cluster, kept beside the product's own lists. Owned by ProxyWorld.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>The configuration's own members with its weights, and whoever any source names, each once.</summary>
internal sealed class MemberBook
{
    private readonly Dictionary<(ClusterState, string), ImmutableArray<BackendConfig>> _lists = [];

    public void Note(ClusterState cluster, string source, ImmutableArray<BackendConfig> members) =>
        _lists[(cluster, source)] = members;

    /// <summary>Compares the members in force with those that there must be.</summary>
    public void Check(ProxySnapshot snapshot)
    {
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            string[] configured = [.. cluster.Config.Backends.Select(b => b.Address.Text)];
            string[] named =
            [
                .. _lists
                    .Where(list => list.Key.Item1 == cluster.State)
                    .SelectMany(list => list.Value)
                    .Select(b => b.Address.Text)
                    .Distinct()
                    .Except(configured)
                    .Order(StringComparer.Ordinal),
            ];
            string[] members = [.. cluster.Backends.Select(b => b.Address)];
            bool isRight =
                members.Take(configured.Length).SequenceEqual(configured)
                && members
                    .Skip(configured.Length)
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(named);
            if (!isRight || cluster.Backends.Any(b => b.IsRemoved))
            {
                throw new SimFailureException(
                    $"{cluster.Name} has {string.Join(' ', members)}, not {string.Join(' ', configured)} and {string.Join(' ', named)}"
                );
            }
        }
    }
}
