// The scaling section. A change of the address needs a restart.

using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>What autoscalers are told, and where they may ask.</summary>
public sealed record ScalingConfig
{
    /// <summary>Where the KEDA external scaler listens; null: off. Port 0 stands for any free port.</summary>
    public EndpointAddress? Address { get; init; }

    /// <summary>How far back the signals look.</summary>
    public long WindowMs { get; init; } = Defaults.ScalingWindowMs;
}
