// The reactor section. A change needs a restart.

namespace Weir.Configuration.Process;

/// <summary>The I/O threads.</summary>
public sealed record ReactorConfig
{
    /// <summary>0: one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>How long what is ready may wait for its thread before new work is turned away; 0: for ever.</summary>
    public long MaxLagMs { get; init; } = Defaults.MaxLagMs;

    public EngineChoice Engine { get; init; } = EngineChoice.Auto;
}
