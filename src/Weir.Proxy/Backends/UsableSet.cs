// The backends of a cluster that may take new work now, and their order of rotation. Immutable: replaced on each change, by a set that
// differs in what has changed.

using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>What a balancer chooses from.</summary>
public sealed class UsableSet
{
    private readonly ushort[]? _rotation;
    private readonly int _commonWeight; // of all; 0 where they differ
    private readonly bool _failsOpen; // nobody is healthy

    private UsableSet(
        BackendState[] backends,
        ushort[]? rotation,
        int commonWeight,
        long version,
        bool failsOpen
    )
    {
        Backends = backends;
        Version = version;
        _rotation = rotation;
        _commonWeight = commonWeight;
        _failsOpen = failsOpen;
    }

    /// <summary>Ready and not unhealthy, in the order of the members; with failOpen all ready ones when none is healthy.</summary>
    public BackendState[] Backends { get; }

    /// <summary>Length of one round of the weighted rotation.</summary>
    public int RotationLength => _rotation?.Length ?? Backends.Length;

    /// <summary>Stands where nobody has looked yet; older than any.</summary>
    internal static UsableSet NotLookedAt { get; } = Of([], version: -1);

    /// <summary>Who is least loaded, where leastConnections chooses among many.</summary>
    internal LoadTree? Loads { get; private init; }

    /// <summary>Which of its cluster's changes it knows.</summary>
    internal long Version { get; }

    /// <summary>The index into <see cref="Backends"/> at a step of the rotation; a backend of weight w stands in it w times, evenly spread.</summary>
    public int RotationAt(int step) => _rotation is null ? step : _rotation[step];

    /// <summary>Looks at all members of a cluster.</summary>
    internal static UsableSet Of(ClusterSnapshot cluster, long version)
    {
        BackendState[] ready = [.. cluster.Backends.Where(IsReachable)];
        BackendState[] usable = [.. ready.Where(static b => b.IsUsable)];
        return usable.Length == 0 && FailsOpen(cluster)
            ? Of(ready, version, failsOpen: true)
            : Of(usable, version);
    }

    /// <summary>The same after one member joined, left or changed; null where that takes a look at all. Under the cluster's lock.</summary>
    internal UsableSet? After(BackendState changed, ClusterSnapshot cluster, long version)
    {
        if (_failsOpen)
        {
            return null;
        }

        int index = IndexOf(changed);
        bool isUsable = changed.IsMember && IsReachable(changed) && changed.IsUsable;
        BackendState[] backends = Backends;
        if (index >= 0 && !isUsable)
        {
            backends = [.. Backends.AsSpan(0, index), .. Backends.AsSpan(index + 1)];
        }
        else if (index < 0 && isUsable)
        {
            backends = [.. Backends.AsSpan(0, ~index), changed, .. Backends.AsSpan(~index)];
        }

        if (backends.Length == 0 && FailsOpen(cluster))
        {
            return null;
        }

        // Where all have one weight, as most clusters do, nobody else has to be looked at.
        bool isCommon = isUsable
            ? Backends.Length > 0 && changed.Weight == _commonWeight
            : backends == Backends || _commonWeight > 0;
        return isCommon
            ? new UsableSet(backends, _rotation, _commonWeight, version, failsOpen: false)
            {
                Loads = Loads,
            }
            : Of(backends, version).With(Loads);
    }

    /// <summary>Under the cluster's lock.</summary>
    internal bool Contains(BackendState member) => IndexOf(member) >= 0;

    /// <summary>The same, compared by a tree.</summary>
    internal UsableSet With(LoadTree? loads) =>
        new(Backends, _rotation, _commonWeight, Version, _failsOpen) { Loads = loads };

    private int IndexOf(BackendState member) =>
        Array.BinarySearch(Backends, member, ByRank.Instance);

    private static UsableSet Of(BackendState[] backends, long version, bool failsOpen = false)
    {
        ushort[]? rotation = WeightedRotation.Build(backends, out int commonWeight);
        return new UsableSet(backends, rotation, commonWeight, version, failsOpen);
    }

    // A name that was not resolved yet leaves nothing to connect to, not even with failOpen.
    private static bool IsReachable(BackendState backend) =>
        backend.IsReady && backend.Endpoints.Length > 0;

    private static bool FailsOpen(ClusterSnapshot cluster) =>
        cluster.Config.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen;
}
