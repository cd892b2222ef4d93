// What the metrics need to know of a cluster beyond the workers' counters. A port: whoever owns the clusters implements it.
namespace Weir.Proxy.Metrics;

/// <summary>Live facts of one cluster, read from any thread.</summary>
public abstract class ClusterLoadSource
{
    /// <summary>Backends configured.</summary>
    public abstract int Backends { get; }

    /// <summary>Backends that may take new work now.</summary>
    public abstract int Usable { get; }

    /// <summary>The limit of each backend; 0: none.</summary>
    public abstract int MaxConnections { get; }

    /// <summary>How many at one time each backend should have, as configured; 0: not said.</summary>
    public abstract int TargetConcurrency { get; }
}
