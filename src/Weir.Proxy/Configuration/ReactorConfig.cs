// The reactor section. A change needs a restart.

namespace Weir.Proxy.Configuration;

/// <summary>The I/O threads.</summary>
public sealed record ReactorConfig
{
    /// <summary>0: one for each core.</summary>
    public int Threads { get; init; }

    public EngineChoice Engine { get; init; } = EngineChoice.Auto;
}
