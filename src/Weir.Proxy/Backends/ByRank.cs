// The order of a cluster's members.
namespace Weir.Proxy.Backends;

/// <summary>Compares members of one cluster, under its lock. One that leaves is looked for before it loses its rank.</summary>
internal sealed class ByRank : IComparer<BackendState>
{
    public static ByRank Instance { get; } = new();

    public int Compare(BackendState? x, BackendState? y) =>
        (x?.Place.Rank ?? -1).CompareTo(y?.Place.Rank ?? -1);
}
