// What a cluster's backends can take, as configured and as they are now.
namespace Weir.Proxy.Metrics;

/// <summary>The side of the calculation that is not measured.</summary>
/// <param name="Backends">Configured.</param>
/// <param name="Usable">May take new work now.</param>
/// <param name="MaxConnections">Limit of each; 0: none.</param>
/// <param name="TargetConcurrency">Wanted at one time on each; 0: not said.</param>
public readonly record struct ScalingCapacity(
    int Backends,
    int Usable,
    int MaxConnections,
    int TargetConcurrency
)
{
    /// <summary>A queue grows without bound towards full use; at 70 % its mean is still about two (M/M/1: ρ/(1 − ρ)).</summary>
    public const double TargetShare = 0.7;

    /// <summary>What one backend should have at one time; 0 when the configuration does not say.</summary>
    public double Target =>
        TargetConcurrency > 0 ? TargetConcurrency : MaxConnections * TargetShare;

    /// <summary>What one backend can have at one time; 0 when the configuration does not say.</summary>
    public int Most => MaxConnections > 0 ? MaxConnections : TargetConcurrency;
}
