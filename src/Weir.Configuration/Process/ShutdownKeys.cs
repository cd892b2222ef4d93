// Keys of shutdown.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Process;

/// <summary>Keys of shutdown.</summary>
internal static class ShutdownKeys
{
    public static readonly KeyTable<ShutdownConfig> All = new("shutdown", new ShutdownConfig());

    public static readonly Key<ShutdownConfig, long> DrainSeconds = All.Add(
        "drainSeconds",
        KeyTypes.Duration,
        s => s.DrainMs,
        (s, v) => s with { DrainMs = v },
        "How long running work may go on after the signal to end."
    );
}
