// Facts of the running load balancer that no counter tells.
using System.Collections.Immutable;

namespace Weir.Admin;

/// <summary>What the composition root knows of itself.</summary>
public sealed record AdminStatus
{
    public required string Version { get; init; }

    /// <summary>The I/O engine in use.</summary>
    public required string Engine { get; init; }

    public required double UptimeSeconds { get; init; }

    /// <summary>Reactor threads.</summary>
    public required int Workers { get; init; }

    /// <summary>True once every listener is bound.</summary>
    public required bool IsListening { get; init; }

    /// <summary>True from the first signal to stop.</summary>
    public required bool IsDraining { get; init; }

    /// <summary>The file on disk where it is not in force since a reload of it failed; else null.</summary>
    public RejectedConfig? Rejected { get; init; }

    /// <summary>Which logs cannot be written at the moment, and why, each in words.</summary>
    public ImmutableArray<string> LogProblems { get; init; } = [];

    /// <summary>In the order of the config.</summary>
    public required ImmutableArray<AdminListener> Listeners { get; init; }
}
