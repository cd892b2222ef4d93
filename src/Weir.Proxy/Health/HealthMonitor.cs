// Checks all backends. Runs on the thread weir-health with a small reactor of its own, so that checks neither wait for traffic
// nor hold it up; what it finds is published through BackendState.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Health;

/// <summary>
/// Checks run side by side without blocking, each backend's from <c>backendCheckInterval</c> to the next
/// with ±10 % of jitter. All members but <c>Post</c> are for its own thread.
/// </summary>
public sealed class HealthMonitor : IDefectSink
{
    /// <summary>
    /// Checks under way at one time: one descriptor each, and a block for each http response head that arrives. 1,024 lets
    /// 1,000 backends that all keep silent until their timeout be checked within one interval, and stays far below the limits of
    /// descriptors that servers run with; with more backends the rest waits for a free place.
    /// </summary>
    internal const int MaxProbes = 1024;

    private const int MaxWaitMs = 1_000;
    private const int BlockWaitMs = 10;

    // How soon a backend in maintenance, without an address or without checks is looked at again; that costs no I/O.
    private const long IdleLookUs = 500_000;

    private readonly Reactor _reactor;
    private readonly Func<long> _unixMs;
    private readonly ProbeTools _tools;
    private readonly Mailbox<HealthOrder> _mailbox;
    private readonly CheckRoster _roster;
    private readonly List<HealthCheck> _running = [];

    /// <summary>Makes a monitor that checks nothing yet; <paramref name="unixMs"/> is the wall clock for "last checked".</summary>
    public HealthMonitor(Reactor reactor, Rng rng, Func<long> unixMs)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        _reactor = reactor;
        _unixMs = unixMs;
        reactor.Defects = this;
        _tools = new ProbeTools(reactor, OnEnded);
        _roster = new CheckRoster(rng, _tools, End);
        _mailbox = new Mailbox<HealthOrder>(int.MaxValue, reactor.Wake);
    }

    /// <summary>Told of a defect that has cost a check; one that shows anywhere else ends the turn.</summary>
    public Action<Exception> OnDefect { get; set; } = static _ => { };

    /// <summary>Backends that it looks after.</summary>
    public int CheckedCount => _roster.Count;

    /// <summary>Checks under way.</summary>
    public int RunningCount => _running.Count;

    /// <summary>From any thread: the clusters to check from now on, all of them.</summary>
    public void Post(ClusterSnapshot[] clusters) => _mailbox.Post(new HealthOrder(clusters, null));

    /// <summary>From any thread: members of a cluster have joined and left.</summary>
    public void Post(MemberChange change) => _mailbox.Post(new HealthOrder(null, change));

    /// <summary>
    /// One turn: starts the checks that are due, waits for I/O until the next is (at most <paramref name="maxWaitMs"/>), ends
    /// those whose time is over. Returns the milliseconds until there is something to do.
    /// </summary>
    public int RunOnce(int maxWaitMs = MaxWaitMs)
    {
        ReceiveOrders();
        StartDue(_reactor.NowUs);
        _reactor.RunOnce(int.Min(maxWaitMs, NextWaitMs()));
        long nowUs = _reactor.NowUs;
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            _reactor.Run(_running[i].Probe, nowUs, static (probe, nowUs) => probe.OnTurn(nowUs));
        }

        return NextWaitMs();
    }

    /// <summary>Drops all checks: every channel is closed and every block returned.</summary>
    public void Stop() => _roster.Apply([], _reactor.NowUs);

    bool IDefectSink.TryContain(object owner, Exception defect, Block? block)
    {
        if (owner is not HealthProbe probe)
        {
            return false;
        }

        // Without a result: the backend is not to blame. Its next check is set first, so that it comes whatever else fails here.
        HealthCheck check = probe.Check;
        if (_running.Contains(check))
        {
            Unlist(check);
        }

        if (!check.IsDropped && check.DueUs == 0)
        {
            _roster.ScheduleNext(check, _reactor.NowUs);
        }

        OnDefect(defect);
        try
        {
            probe.Abandon();
        }
        catch (Exception second)
        {
            OnDefect(second); // what it held could not all be given back
        }

        _reactor.Blocks.ReturnStranded(block);
        return true;
    }

    // Of whole configurations the latest counts: it reads who the members are by now.
    private void ReceiveOrders()
    {
        ClusterSnapshot[]? latest = null;
        _mailbox.BeginReceive();
        while (_mailbox.TryReceive(out HealthOrder order))
        {
            latest = order.Clusters ?? latest;
            if (order.Change is { } change)
            {
                ApplyIfAny(ref latest);
                _roster.Apply(change, _reactor.NowUs);
            }
        }

        ApplyIfAny(ref latest);
    }

    private void ApplyIfAny(ref ClusterSnapshot[]? clusters)
    {
        if (clusters is not null)
        {
            _roster.Apply(clusters, _reactor.NowUs);
            clusters = null;
        }
    }

    private void StartDue(long nowUs)
    {
        while (
            _running.Count < MaxProbes
            && _roster.Due.TryPeek(out HealthCheck? check)
            && check.DueUs <= nowUs
        )
        {
            _roster.Due.RemoveFirst();
            BackendState backend = check.Backend;
            bool isChecked = check.Settings.HealthCheck.Type != HealthCheckType.None;
            if (!isChecked)
            {
                EndMark(check, nowUs);
            }

            if (!isChecked || backend.Admin == AdminState.Maint || backend.Endpoints.Length == 0)
            {
                _roster.Schedule(check, nowUs + long.Min(IdleLookUs, check.IntervalMs * 1000));
                continue;
            }

            check.StartedUs = nowUs;
            check.RunningIndex = _running.Count;
            check.DueUs = 0;
            _running.Add(check);
            _reactor.Run(check.Probe, nowUs, static (probe, _) => probe.Start());
        }
    }

    // Nobody checks it: once the interval is over, traffic itself finds out whether it is back.
    private static void EndMark(HealthCheck check, long nowUs)
    {
        BackendState backend = check.Backend;
        if (backend.Health.Status != HealthStatus.Unhealthy || backend.Endpoints.Length == 0)
        {
            check.UnhealthySinceUs = 0;
        }
        else if (check.UnhealthySinceUs == 0)
        {
            check.UnhealthySinceUs = nowUs;
        }
        else if (nowUs - check.UnhealthySinceUs >= check.IntervalMs * 1000)
        {
            check.UnhealthySinceUs = 0;
            backend.BeginTrial();
        }
    }

    // Called by a probe from inside the reactor's turn.
    private void OnEnded(HealthCheck check, bool? success, string outcome)
    {
        Unlist(check);
        BackendState backend = check.Backend;
        // Null: it was our side that failed (no descriptor, no port), which says nothing about the backend.
        if (success is { } known && backend.Admin != AdminState.Maint && !backend.IsRemoved)
        {
            backend.RecordCheck(known, outcome, _unixMs());
        }

        _roster.ScheduleNext(check, _reactor.NowUs);
    }

    // Nobody wants to know any more.
    private void End(HealthCheck check)
    {
        check.Probe.Abandon();
        Unlist(check);
    }

    private void Unlist(HealthCheck check)
    {
        HealthCheck last = _running[^1];
        _running[check.RunningIndex] = last;
        last.RunningIndex = check.RunningIndex;
        _running.RemoveAt(_running.Count - 1);
    }

    private int NextWaitMs()
    {
        if (!_mailbox.IsEmpty)
        {
            return 0;
        }

        long nowUs = _reactor.NowUs;
        long nextUs = nowUs + (MaxWaitMs * 1000L);
        if (_running.Count < MaxProbes && _roster.Due.TryPeek(out HealthCheck? first))
        {
            nextUs = long.Min(nextUs, first.DueUs);
        }

        foreach (HealthCheck check in _running)
        {
            nextUs = long.Min(nextUs, check.Probe.DeadlineUs);
            if (check.Probe.IsWaitingForBlock)
            {
                nextUs = long.Min(nextUs, nowUs + (BlockWaitMs * 1000L));
            }
        }

        // Rounded up: a turn that ends just short of the time would only spin.
        return (int)long.Max(0, (nextUs - nowUs + 999) / 1000);
    }
}
