// What may happen to a random world from outside.
namespace Weir.Simulation.Worlds;

/// <summary>The kinds of happenings; each ends after a while, reloads and members apart.</summary>
internal enum HappeningKind
{
    /// <summary>The backend's process dies: refused and reset.</summary>
    Kill,

    /// <summary>The backend's machine is gone: nobody answers any more.</summary>
    Vanish,

    /// <summary>The backend's process stands still: the kernel accepts, nobody reads.</summary>
    Freeze,

    /// <summary>An operator drains the backend.</summary>
    Drain,

    /// <summary>An operator takes the backend out of service.</summary>
    Maint,

    /// <summary>An operator changes the backend's weight.</summary>
    Weight,

    /// <summary>The proxy has only this many descriptors left in all.</summary>
    Descriptors,

    /// <summary>Another config comes into force.</summary>
    Reload,

    /// <summary>A source names other members of a cluster, beside its config.</summary>
    Members,
}
