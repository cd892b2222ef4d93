// One backend of a cluster as written.

using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>An address that takes work.</summary>
public sealed record BackendConfig
{
    /// <summary>Port 1 to 65535, or a Unix socket.</summary>
    public required EndpointAddress Address { get; init; }

    /// <summary>Share of new work beside the others, 0 to 256; 0: no new work. The range is HAProxy's: wide enough for
    /// percentages and canaries, small enough that sums over thousands of backends stay far inside an int.</summary>
    public int Weight { get; init; } = Defaults.BackendWeight;

    /// <summary>Whether a host name with several addresses is a backend for each of them.</summary>
    public bool Expand { get; init; } = true;
}
