// The fewest connections in use for its weight, counted over all workers.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Balancing;

/// <summary>
/// Compares connections in use divided by weight. Equals are settled by the rotation, so that a cluster without load still
/// shares by weight. Among many backends the tree of loads finds the least; a second try, which must leave out those tried, looks at each.
/// </summary>
public sealed class LeastConnectionsBalancer : Balancer
{
    public override PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        UsableSet usable = cluster.Usable;
        BackendState[] backends = usable.Backends;
        backend = null;
        if (backends.Length == 0)
        {
            return PickResult.NoneUsable;
        }

        int start = usable.RotationAt(cluster.State.NextRotation() % usable.RotationLength);
        if (usable.Loads is { } loads && tried.Count == 0)
        {
            long least = loads.Least();
            if (least == LoadTree.Full)
            {
                return PickResult.AllFull;
            }

            if (loads.FirstAtMost(least, backends[start]) is { } found)
            {
                backend = found;
                return PickResult.Picked;
            }
        }

        bool sawFull = false;
        for (int i = 0, at = start; i < backends.Length; i++)
        {
            BackendState candidate = backends[at];
            if (
                IsOpen(candidate, tried, ref sawFull)
                && (backend is null || IsLessLoaded(candidate, backend))
            )
            {
                backend = candidate;
            }

            at = at + 1 == backends.Length ? 0 : at + 1;
        }

        return backend is not null ? PickResult.Picked
            : sawFull ? PickResult.AllFull
            : PickResult.NoneUsable;
    }

    /// <summary>True when <paramref name="a"/> has fewer in use for its weight than <paramref name="b"/>; multiplied crosswise, nothing is rounded.</summary>
    internal static bool IsLessLoaded(BackendState a, BackendState b) =>
        (long)a.InUse * b.Weight < (long)b.InUse * a.Weight;
}
