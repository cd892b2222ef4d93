// What the metrics need to know of a backend beyond the workers' counters. A port: whoever owns the backends implements it.
namespace Weir.Proxy.Metrics;

/// <summary>Live figures of one backend, read at each collection from any thread.</summary>
public abstract class BackendMetricsSource
{
    /// <summary>The number under which workers count for this backend.</summary>
    public abstract int Id { get; }

    public abstract string Cluster { get; }

    /// <summary>The address as configured.</summary>
    public abstract string Address { get; }

    /// <summary>Connections assigned to clients, connecting ones included.</summary>
    public abstract int InUse { get; }

    /// <summary>Idle pooled connections.</summary>
    public abstract int Idle { get; }

    /// <summary>False only once the backend is known to be unhealthy.</summary>
    public abstract bool IsHealthy { get; }

    /// <summary>True while no tcp connections are kept ready for it, since it closed too many of them unused.</summary>
    public abstract bool IsWarmPaused { get; }

    public abstract long ChecksSucceeded { get; }

    public abstract long ChecksFailed { get; }

    public abstract long TurnedHealthy { get; }

    public abstract long TurnedUnhealthy { get; }
}
