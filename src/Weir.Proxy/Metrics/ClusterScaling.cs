// What a cluster's load asks for. Pure arithmetic on two samples: docs/autoscaling.md has the formulas with their sources.
namespace Weir.Proxy.Metrics;

/// <summary>The scaling signals of one cluster over one window.</summary>
public sealed record ClusterScaling
{
    public required string Name { get; init; }

    public required ScalingCapacity Capacity { get; init; }

    /// <summary>λ: requests and sessions a second.</summary>
    public double ArrivalRate { get; init; }

    /// <summary>W: mean time that one spends on backends, in seconds; 0 when none was placed.</summary>
    public double BackendSeconds { get; init; }

    /// <summary>L: mean number on backends at one time.</summary>
    public double Concurrency { get; init; }

    /// <summary>Mean number that waited for a place.</summary>
    public double Waiting { get; init; }

    /// <summary>What <see cref="Concurrency"/> would be if nobody waited or was refused.</summary>
    public double Demand { get; init; }

    /// <summary>Mean wait for a place over all arrivals, in seconds.</summary>
    public double QueueWaitSeconds { get; init; }

    /// <summary>Share of the arrivals that found no place at once, 0 to 1.</summary>
    public double Saturation { get; init; }

    /// <summary>Share of what the usable backends can take that is in use; null where no limit and no target is configured, or none is usable.</summary>
    public double? Utilisation { get; init; }

    /// <summary>Backends that the demand asks for; null where no limit and no target is configured.</summary>
    public int? DesiredBackends { get; init; }

    /// <summary>Work came, or is there, within the window.</summary>
    public bool IsActive { get; init; }

    /// <summary>Calculates from what came within a window.</summary>
    public static ClusterScaling Of(
        string name,
        in ScalingCapacity capacity,
        in ScalingSample window
    )
    {
        double seconds = window.AtUs / 1e6;
        if (seconds <= 0)
        {
            return new ClusterScaling
            {
                Name = name,
                Capacity = capacity,
                Utilisation = capacity.Usable * capacity.Most > 0 ? 0 : null,
                DesiredBackends = capacity.Target > 0 ? 0 : null,
            };
        }

        double rate = window.Arrivals / seconds;
        double concurrency = window.InUseSumUs / 1e6 / seconds;
        double waiting = window.WaitingSumUs / 1e6 / seconds;
        double stay = window.Placed > 0 ? window.InUseSumUs / 1e6 / window.Placed : 0;
        // Little's law on all that came, waiting and refused ones too; sessions that outlast the window show in what is there.
        double demand = double.Max(rate * stay, concurrency + waiting);
        bool isActive = window.Arrivals > 0 || demand > 0;
        return new ClusterScaling
        {
            Name = name,
            Capacity = capacity,
            ArrivalRate = rate,
            BackendSeconds = stay,
            Concurrency = concurrency,
            Waiting = waiting,
            Demand = demand,
            QueueWaitSeconds =
                window.Arrivals > 0 ? window.WaitingSumUs / 1e6 / window.Arrivals : 0,
            Saturation =
                window.Arrivals > 0
                    ? double.Min(1, (double)(window.Waits + window.Refused) / window.Arrivals)
                    : 0,
            Utilisation =
                capacity.Usable * capacity.Most > 0
                    ? concurrency / ((double)capacity.Usable * capacity.Most)
                    : null,
            DesiredBackends =
                capacity.Target > 0 ? Desired(demand, capacity.Target, isActive) : null,
            IsActive = isActive,
        };
    }

    /// <summary>Backends for a demand at so much each; one at least while there is work, so that scaling from none begins.</summary>
    public static int Desired(double demand, double target, bool isActive)
    {
        double backends = double.Ceiling(double.Round(demand / target, 6)); // 2.0000000001 is two
        return (int)double.Clamp(backends, isActive ? 1 : 0, int.MaxValue);
    }
}
