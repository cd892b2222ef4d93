// The rhythm of one backend's checks. Owned by the HealthMonitor.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;

namespace Weir.Proxy.Health;

/// <summary>When a backend was checked, when it will be, and the probe that does it.</summary>
internal sealed class HealthCheck
{
    public HealthCheck(BackendState backend, ClusterConfig settings, ProbeTools tools)
    {
        Backend = backend;
        Settings = settings;
        Probe = new HealthProbe(this, tools);
    }

    public BackendState Backend { get; }

    /// <summary>Its cluster's, as the monitor was last told.</summary>
    public ClusterConfig Settings { get; set; }

    public HealthProbe Probe { get; }

    /// <summary>Start of the last check, in microseconds of the reactor's clock; intervals are measured from here.</summary>
    public long StartedUs { get; set; }

    /// <summary>When the next check is due; 0 while one runs.</summary>
    public long DueUs { get; set; }

    /// <summary>Since when an unchecked backend was seen unhealthy; 0 while it is not.</summary>
    public long UnhealthySinceUs { get; set; }

    /// <summary>From one check to the next.</summary>
    public long IntervalMs => long.Max(1, Settings.BackendCheckIntervalMs);

    /// <summary>The interval that the due time was made with.</summary>
    public long DueIntervalMs { get; set; }

    /// <summary>True when the interval has changed since the due time was set.</summary>
    public bool IsOutOfRhythm => !Probe.IsRunning && DueIntervalMs != IntervalMs;

    /// <summary>Its place in the monitor's list of running checks.</summary>
    public int RunningIndex { get; set; }

    /// <summary>True once the backend is no longer checked.</summary>
    public bool IsDropped { get; set; }
}
