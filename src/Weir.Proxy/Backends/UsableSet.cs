// The backends of a cluster that may take new work now, and their order of rotation. Immutable: replaced as a whole on each change.
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>What a balancer chooses from.</summary>
public sealed class UsableSet
{
    private readonly ushort[]? _rotation;

    private UsableSet(BackendState[] backends, long version, ushort[]? rotation, LoadTree? loads)
    {
        Backends = backends;
        Version = version;
        _rotation = rotation;
        Loads = loads;
    }

    /// <summary>Ready and not unhealthy; with failOpen all ready ones when none is healthy.</summary>
    public BackendState[] Backends { get; }

    /// <summary>Length of one round of the weighted rotation.</summary>
    public int RotationLength => _rotation?.Length ?? Backends.Length;

    /// <summary>Stands where nobody has looked yet; older than any.</summary>
    internal static UsableSet NotLookedAt { get; } =
        new([], version: -1, rotation: null, loads: null);

    /// <summary>Who is least loaded, where leastConnections chooses among many.</summary>
    internal LoadTree? Loads { get; }

    /// <summary>Which of its cluster's changes it knows.</summary>
    internal long Version { get; }

    /// <summary>The index into <see cref="Backends"/> at a step of the rotation; a backend of weight w stands in it w times, evenly spread.</summary>
    public int RotationAt(int step) => _rotation is null ? step : _rotation[step];

    /// <summary>Looks at the members of a cluster.</summary>
    internal static UsableSet Of(ClusterSnapshot cluster, long version)
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

        return new UsableSet(usable, version, WeightedRotation.Build(usable), loads: null);
    }

    /// <summary>The same, compared by a tree.</summary>
    internal UsableSet With(LoadTree loads) => new(Backends, Version, _rotation, loads);
}
