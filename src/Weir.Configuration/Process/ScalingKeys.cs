// Keys of scaling.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of scaling.</summary>
internal static class ScalingKeys
{
    public static readonly TextKey Address = new(
        "address",
        Off,
        "host:port or [v6]:port where KEDA may call (gRPC without TLS); off switches it off. A change needs a restart."
    );

    public static readonly DurationKey Window = new(
        "window",
        Defaults.ScalingWindowMs,
        false,
        "How far back the scaling signals look."
    );

    /// <summary>The address that means no scaler at all.</summary>
    public const string Off = "off";

    public static readonly SectionKeys All = new("scaling", [Address, Window]);
}
