// The shutdown section.

namespace Weir.Configuration.Process;

/// <summary>How a graceful end goes.</summary>
public sealed record ShutdownConfig
{
    /// <summary>What still runs after this long is cut; above 0.</summary>
    public long DrainMs { get; init; } = Defaults.DrainMs;
}
