// The backends of a cluster that may take new work now, and their order of rotation. Immutable: replaced as a whole on each change.
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>What a balancer chooses from.</summary>
public sealed class UsableSet
{
    private readonly ushort[]? _rotation;

    private UsableSet(
        BackendState[] backends,
        ushort[]? rotation = null,
        LoadTree? loads = null,
        long version = -1
    )
    {
        Backends = backends;
        _rotation = rotation;
        Loads = loads;
        Version = version;
    }

    /// <summary>Ready and not unhealthy; with failOpen all ready ones when none is healthy.</summary>
    public BackendState[] Backends { get; }

    /// <summary>Length of one round of the weighted rotation.</summary>
    public int RotationLength => _rotation?.Length ?? Backends.Length;

    /// <summary>Stands where nobody has looked yet; older than any.</summary>
    internal static UsableSet NotLookedAt { get; } = new([]);

    /// <summary>Who is least loaded, where leastConnections chooses among many.</summary>
    internal LoadTree? Loads { get; }

    /// <summary>Which of its cluster's changes it knows.</summary>
    internal long Version { get; }

    /// <summary>The index into <see cref="Backends"/> at a step of the rotation; a backend of weight w stands in it w times, evenly spread.</summary>
    public int RotationAt(int step) => _rotation is null ? step : _rotation[step];

    /// <summary>Looks at the members of a cluster. <paramref name="comparesMany"/>: builds the tree of loads where it pays.</summary>
    internal static UsableSet Of(ClusterSnapshot cluster, long version, bool comparesMany)
    {
        // A name that was not resolved yet leaves nothing to connect to, not even with failOpen.
        BackendState[] ready =
        [
            .. cluster.Backends.Where(b => b.IsReady && b.Endpoints.Length > 0),
        ];
        BackendState[] usable = [.. ready.Where(b => b.IsUsable)];
        if (usable.Length == 0 && cluster.Config.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen)
        {
            usable = ready;
        }

        bool hasTree =
            comparesMany
            && cluster.Config.Algorithm == BalancingAlgorithm.LeastConnections
            && usable.Length >= LoadTree.LeastBackends;
        return new UsableSet(
            usable,
            WeightedRotation.Build(usable),
            hasTree ? new LoadTree(usable) : null,
            version
        );
    }
}
