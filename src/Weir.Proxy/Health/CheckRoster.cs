// Which backends are checked, and when next. Owned by the monitor.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Health;

/// <summary>New backends are checked at once, others go on in their rhythm, what is gone is dropped without a result.</summary>
/// <param name="rng">Spreads the checks.</param>
/// <param name="tools">What a check is made with.</param>
/// <param name="end">Called for a check under way that nobody wants to know of any more.</param>
internal sealed class CheckRoster(Rng rng, ProbeTools tools, Action<HealthCheck> end)
{
    /// <summary>Above this many new backends their first checks are spread, so that a start is no burst of SYN packets.</summary>
    internal const int MaxAtOnce = 100;

    internal const long SpreadUs = 1_000_000;

    private const double JitterFraction = 0.1;

    private readonly Dictionary<BackendState, HealthCheck> _checks = [];

    public int Count => _checks.Count;

    /// <summary>Those that wait for their time.</summary>
    public DueChecks Due { get; } = new();

    /// <summary>Checks exactly the backends of these clusters from now on; those that stay go on in their rhythm, or in the new interval's.</summary>
    public void Apply(ClusterSnapshot[] clusters, long nowUs)
    {
        List<HealthCheck> added = [];
        HashSet<BackendState> kept = [];
        foreach (
            (BackendState backend, ClusterConfig settings) in clusters.SelectMany(
                c => c.Backends,
                (c, backend) => (backend, c.Config)
            )
        )
        {
            kept.Add(backend);
            if (!_checks.TryGetValue(backend, out HealthCheck? check))
            {
                added.Add(Add(backend, settings));
                continue;
            }

            check.Settings = settings;
            if (check.IsOutOfRhythm)
            {
                ScheduleNext(check, nowUs);
            }
        }

        foreach (HealthCheck gone in _checks.Values.Where(c => !kept.Contains(c.Backend)).ToArray())
        {
            Drop(gone);
        }

        Begin(added, nowUs);
    }

    /// <summary>Checks those that joined, and no more those that left; costs nothing for all others.</summary>
    public void Apply(MemberChange change, long nowUs)
    {
        List<HealthCheck> added = [];
        foreach (BackendState backend in change.Joined)
        {
            // It may have left meanwhile, and a configuration that was applied meanwhile may have it.
            if (!backend.IsRemoved && !_checks.ContainsKey(backend))
            {
                added.Add(Add(backend, change.Cluster.Config));
            }
        }

        foreach (BackendState backend in change.Left)
        {
            if (_checks.TryGetValue(backend, out HealthCheck? gone))
            {
                Drop(gone);
            }
        }

        Begin(added, nowUs);
    }

    /// <summary>Sets a check's next time, an interval after its last start.</summary>
    public void ScheduleNext(HealthCheck check, long nowUs)
    {
        long intervalUs = check.IntervalMs * 1000;
        long nextUs = check.StartedUs + rng.Jitter(intervalUs, JitterFraction);
        Schedule(check, long.Max(nowUs, nextUs));
    }

    public void Schedule(HealthCheck check, long dueUs)
    {
        check.DueIntervalMs = check.IntervalMs;
        check.DueUs = dueUs;
        Due.Add(check);
    }

    private HealthCheck Add(BackendState backend, ClusterConfig settings)
    {
        var check = new HealthCheck(backend, settings, tools);
        _checks.Add(backend, check);
        return check;
    }

    private void Begin(List<HealthCheck> added, long nowUs)
    {
        long windowUs = added.Count > MaxAtOnce ? SpreadUs : 0;
        for (int i = 0; i < added.Count; i++)
        {
            Schedule(added[i], nowUs + (windowUs * i / added.Count));
        }
    }

    private void Drop(HealthCheck check)
    {
        if (check.Probe.IsRunning)
        {
            end(check);
        }

        check.IsDropped = true;
        _checks.Remove(check.Backend);
    }
}
