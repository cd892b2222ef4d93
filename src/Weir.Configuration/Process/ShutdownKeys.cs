// Keys of shutdown.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of shutdown.</summary>
internal static class ShutdownKeys
{
    public static readonly DurationKey DrainSeconds = new(
        "drainSeconds",
        Defaults.DrainMs,
        false,
        "How long running work may go on after the signal to end."
    );

    public static readonly SectionKeys All = new("shutdown", [DrainSeconds]);
}
