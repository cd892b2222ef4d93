// What all readers of one reading share: the problems, and which clusters there are.

using Weir.Proxy.Configuration.Source;

namespace Weir.Proxy.Configuration.Reading;

/// <summary>Lives for one reading.</summary>
internal sealed class ReadContext(ProblemList problems)
{
    public ProblemList Problems { get; } = problems;

    /// <summary>Names of all clusters; null when they cannot be told, and then no reference is held against them.</summary>
    public HashSet<string>? KnownClusters { get; set; }

    /// <summary>The address text of each backend, or its object, by the record itself.</summary>
    public Dictionary<BackendConfig, ConfigNode> BackendNodes { get; } =
        new(ReferenceEqualityComparer.Instance);

    public HashSet<string> UsedClusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes note of a reference to a cluster, and complains when there is no such cluster.</summary>
    public void UseCluster(ConfigNode reference)
    {
        string name = reference.Text;
        UsedClusters.Add(name);
        if (KnownClusters is null || KnownClusters.Contains(name))
            return;
        string defined =
            KnownClusters.Count == 0
                ? "none"
                : string.Join(", ", KnownClusters.Order(StringComparer.Ordinal));
        Problems.Error(
            reference,
            "undefined-cluster",
            $"there is no cluster \"{name}\"; defined: {defined}",
            NearestName.Find(name, KnownClusters)
        );
    }
}
