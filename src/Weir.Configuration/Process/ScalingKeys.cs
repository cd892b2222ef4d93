// Keys of scaling.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>Keys of scaling.</summary>
internal static class ScalingKeys
{
    public static readonly KeyTable<ScalingConfig> All = new("scaling", new ScalingConfig())
    {
        Check = ScalingReader.Check,
    };

    public static readonly Key<ScalingConfig, EndpointAddress?> Address = All.Add(
        "address",
        KeyTypes.WrittenAs<EndpointAddress?>(
            ScalingReader.ParseAddress,
            static address => address?.Text ?? KeyTypes.Off
        ),
        s => s.Address,
        (s, v) => s with { Address = v },
        "host:port or [v6]:port where KEDA may call (gRPC without TLS); off switches it off. A change needs a restart.",
        KeyTraits.NeedsRestart
    );

    public static readonly Key<ScalingConfig, long> Window = All.Add(
        "window",
        KeyTypes.Duration,
        s => s.WindowMs,
        (s, v) => s with { WindowMs = v },
        "How far back the scaling signals look."
    );
}
