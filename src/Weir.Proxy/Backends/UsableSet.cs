// The backends of a cluster that may take new work now, and their order of rotation. Immutable: replaced as a whole on each change.
namespace Weir.Proxy.Backends;

/// <summary>What a balancer chooses from.</summary>
public sealed class UsableSet
{
    private readonly ushort[]? _rotation;

    internal UsableSet(BackendState[] backends, ushort[]? rotation, LoadTree? loads = null)
    {
        Backends = backends;
        _rotation = rotation;
        Loads = loads;
    }

    /// <summary>Ready and not unhealthy; with failOpen all ready ones when none is healthy.</summary>
    public BackendState[] Backends { get; }

    /// <summary>Who is least loaded, where leastConnections chooses among many.</summary>
    internal LoadTree? Loads { get; }

    /// <summary>Length of one round of the weighted rotation.</summary>
    public int RotationLength => _rotation?.Length ?? Backends.Length;

    /// <summary>The index into <see cref="Backends"/> at a step of the rotation; a backend of weight w stands in it w times, evenly spread.</summary>
    public int RotationAt(int step) => _rotation is null ? step : _rotation[step];
}
