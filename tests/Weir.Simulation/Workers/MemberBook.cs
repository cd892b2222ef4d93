// Who must be a member of which cluster, kept beside the product's own lists. Owned by ProxyWorld.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>The configuration's own members but for those that a source stands for, and whoever any source names, each once.</summary>
internal sealed class MemberBook
{
    private readonly Dictionary<(ClusterState, string), ImmutableArray<BackendConfig>> _lists = [];

    public void Note(ClusterState cluster, string source, ImmutableArray<BackendConfig> members) =>
        _lists[(cluster, source)] = members;

    /// <summary>A configuration comes into force: what stood for a backend that it does not have is forgotten.</summary>
    public void Follow(ProxySnapshot before, ProxySnapshot snapshot)
    {
        foreach ((ClusterState cluster, string source) in _lists.Keys.ToArray())
        {
            bool Has(ProxySnapshot at) =>
                at.Clusters.Any(c =>
                    c.State == cluster && c.Config.Backends.Any(b => b.Address.Text == source)
                );
            if (Has(before) && !Has(snapshot))
            {
                _lists.Remove((cluster, source));
            }
        }
    }

    /// <summary>Compares the members in force with those that there must be.</summary>
    public void Check(ProxySnapshot snapshot)
    {
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            string[] speaking = [.. Lists(cluster).Select(list => list.Key.Item2)];
            string[] configured =
            [
                .. cluster.Config.Backends.Select(b => b.Address.Text).Except(speaking),
            ];
            string[] named =
            [
                .. Lists(cluster)
                    .SelectMany(list => list.Value)
                    .Select(b => b.Address.Text)
                    .Distinct()
                    .Except(configured)
                    .Order(StringComparer.Ordinal),
            ];
            string[] members = [.. cluster.Backends.Select(b => b.Address)];
            bool isRight = members
                .Order(StringComparer.Ordinal)
                .SequenceEqual(configured.Concat(named).Order(StringComparer.Ordinal));
            if (!isRight || cluster.Backends.Any(b => b.IsRemoved))
            {
                throw new SimFailureException(
                    $"{cluster.Name} has {string.Join(' ', members)}, not {string.Join(' ', configured)} and {string.Join(' ', named)}"
                );
            }
        }
    }

    // What stands for a backend counts while that is configured, and whoever names nobody says nothing.
    private IEnumerable<KeyValuePair<(ClusterState, string), ImmutableArray<BackendConfig>>> Lists(
        ClusterSnapshot cluster
    ) => _lists.Where(list => list.Key.Item1 == cluster.State && !list.Value.IsEmpty);
}
