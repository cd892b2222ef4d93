// Reads all clusters, and knows their names before the listeners refer to them.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>The clusters of the short or the long form.</summary>
internal static class ClustersReader
{
    /// <summary>Null when the file does not say them in a way that can be read.</summary>
    public static HashSet<string>? NamesOf(SectionReader root)
    {
        if (root.Has(RootKeys.Backends))
            return new HashSet<string>(StringComparer.Ordinal) { Defaults.ShortFormName };
        return root.Member(RootKeys.Clusters)?.Value is { Kind: NodeKind.Object } clusters
            ? clusters.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal)
            : null;
    }

    public static ImmutableArray<ClusterConfig> Read(
        ReadContext context,
        SectionReader root,
        ClusterConfig defaults
    )
    {
        if (root.Has(RootKeys.Backends))
            return [ClusterReader.ReadShort(context, root, defaults)];
        if (root.Member(RootKeys.Clusters) is not { } member)
        {
            root.Missing(
                RootKeys.Backends,
                "such as \"backends\": [ { \"address\": \"127.0.0.1:9100\" } ]"
            );
            return [];
        }
        ConfigNode clusters = member.Value;
        if (clusters.Kind is not (NodeKind.Object or NodeKind.Failed))
            context.Problems.Error(
                clusters,
                "wrong-type",
                $"\"clusters\" must be an object with a name for each cluster, found {clusters.Describe()}"
            );
        else if (clusters is { Kind: NodeKind.Object, Members.Count: 0 })
            context.Problems.Error(clusters, "empty-clusters", "at least one cluster is needed");
        return [.. clusters.Members.Select(entry => ClusterReader.Read(context, entry, defaults))];
    }

    /// <summary>Clusters that nothing leads to are checked and reported for nothing.</summary>
    public static void WarnOfUnused(ReadContext context, SectionReader root)
    {
        foreach (ConfigMember member in root.Member(RootKeys.Clusters)?.Value.Members ?? [])
        {
            if (!context.UsedClusters.Contains(member.Name))
                context.Problems.Warning(
                    member,
                    "unused-cluster",
                    $"no listener leads to the cluster \"{ShownText.Quote(member.Name)}\""
                );
        }
    }
}
