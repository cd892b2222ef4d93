// What all readers of one reading share: the problems, and which clusters there are.

using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>Lives for one reading.</summary>
internal sealed class ReadContext(ProblemList problems)
{
    /// <summary>A message lists that many clusters at most; each of ten thousand messages with ten thousand names would be 1 GB.</summary>
    private const int MostListed = 20;

    // Beyond ten references, each to be held against ten thousand clusters, somebody needs no guesses but another file.
    private const int MostComparisons = 100_000;

    private string? _defined;

    public ProblemList Problems { get; } = problems;

    /// <summary>What unknown keys may have been meant to be.</summary>
    public KeyGuesses Guesses { get; init; } = new([]);

    /// <summary>Who listens where.</summary>
    public AddressClaims Addresses { get; } = new(problems);

    /// <summary>Names of all clusters; null when they cannot be told, and then no reference is held against them.</summary>
    public HashSet<string>? KnownClusters { get; set; }

    /// <summary>The address text of each backend, or its object, by the record itself.</summary>
    public Dictionary<object, ConfigNode> BackendNodes { get; } =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>Where the short form's listener has a twin; null without one.</summary>
    public EndpointAddress? SecondListen { get; init; }

    public HashSet<string> UsedClusters { get; } = new(StringComparer.Ordinal);

    /// <summary>How many names were held against misspelt ones so far.</summary>
    internal int Comparisons { get; private set; }

    /// <summary>Takes note of a reference to a cluster, and complains when there is no such cluster.</summary>
    public void UseCluster(ConfigNode reference)
    {
        string name = reference.Text;
        UsedClusters.Add(name);
        if (KnownClusters is null || KnownClusters.Contains(name))
            return;
        Problems.Error(
            reference,
            "undefined-cluster",
            $"there is no cluster \"{ShownText.Quote(name)}\"; defined: {_defined ??= Defined(KnownClusters)}",
            Guess(name, KnownClusters)
        );
    }

    private string? Guess(string name, HashSet<string> clusters)
    {
        if (Comparisons + clusters.Count > MostComparisons)
            return null;
        Comparisons += clusters.Count;
        return NearestName.Find(name, clusters);
    }

    private static string Defined(HashSet<string> clusters)
    {
        if (clusters.Count == 0)
            return "none";
        string listed = string.Join(
            ", ",
            clusters.Order(StringComparer.Ordinal).Take(MostListed).Select(ShownText.Quote)
        );
        return clusters.Count > MostListed
            ? $"{listed} and {clusters.Count - MostListed} more"
            : listed;
    }
}
