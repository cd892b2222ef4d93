// Looks at the counters once a second, tells those who watch what happened in it, and keeps the last hour. Owned by the admin server.
using Weir.Admin.Verdicts;
using Weir.Admin.Views;
using Weir.Admin.Views.Live;
using Weir.Proxy.Backends;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>
/// Turns counts into rates. Ticks on a timer; <see cref="ReadHistory()"/> is for any thread. The figures of each backend, of which there may
/// be ten thousand, are collected each second only while somebody watches, else when they are kept.
/// </summary>
internal sealed class TrafficMonitor : IDisposable
{
    private const int LatencySeconds = 10;

    private readonly IAdminControl _control;
    private readonly TimeProvider _time;
    private readonly Action<Func<TrafficView>> _publish;
    private readonly Func<bool> _isWatched;
    private readonly TrafficHistory _history = new();
    private readonly Queue<LatencyCounts> _latencies = new();
    private readonly RecentCounters _recent;
    private readonly Lock _tickLock = new();
    private readonly ITimer _timer;
    private Mark _last;
    private Mark _pointMark;
    private Mark _backendMark;
    private long _ticks;

    public TrafficMonitor(
        IAdminControl control,
        TimeProvider time,
        Action<Func<TrafficView>> publish,
        Func<bool> isWatched
    )
    {
        _control = control;
        _time = time;
        _publish = publish;
        _isWatched = isWatched;
        _last = _pointMark = _backendMark = Take(withBackends: true);
        _latencies.Enqueue(_last.Latency);
        _recent = new RecentCounters(_last.Metrics);
        Publish(_last, _last, seconds: 1);
        var second = TimeSpan.FromSeconds(1);
        _timer = time.CreateTimer(_ => OnTick(), null, second, second);
    }

    public ChangeLog Changes { get; } = new();

    public HistoryView ReadHistory() =>
        _history.Read(
            _control.Clusters.SelectMany(c =>
                c.Backends.Select(b => new BackendKey(c.Name, b.Address))
            ),
            Changes
        );

    /// <summary>The same of one cluster.</summary>
    public ClusterHistoryView ReadHistory(string cluster) => _history.Read(cluster);

    /// <summary>How Weir is, by the last seconds up to <paramref name="now"/>.</summary>
    public VerdictView Judge(MetricsSnapshot now) => VerdictView.Of(Judge(now, Answers(now)));

    /// <summary>How each backend did in the last seconds up to <paramref name="now"/>.</summary>
    public Dictionary<BackendKey, RecentAnswers> Answers(MetricsSnapshot now) =>
        _recent.Answers(now);

    public void Dispose() => _timer.Dispose();

    private Verdict Judge(MetricsSnapshot now, Dictionary<BackendKey, RecentAnswers> answers) =>
        Verdict.Of(
            new FactsReader(_control, _recent.Before, now, Changes, _time.GetUtcNow()).Read(answers)
        );

    // A tick that comes while the one before still runs has nothing to add to it.
    private void OnTick()
    {
        if (!_tickLock.TryEnter())
        {
            return;
        }

        try
        {
            Tick();
        }
        catch (Exception)
        {
            // An exception on a timer ends the process; traffic must not stop over a missing figure of a dashboard.
        }
        finally
        {
            _tickLock.Exit();
        }
    }

    private void Tick()
    {
        bool isKept = (_ticks + 1) % RecentCounters.LookSeconds == 0;
        Mark now = Take(withBackends: isKept || _isWatched());
        double seconds = SecondsBetween(_last, now);
        if (seconds <= 0)
        {
            return;
        }

        Publish(_last, now, seconds);
        _latencies.Enqueue(now.Latency);
        if (_latencies.Count > LatencySeconds)
        {
            _latencies.Dequeue();
        }

        _history.NoteReloads(_last.Metrics, now.Metrics, _time.GetUtcNow());
        _last = now;
        _ticks++;
        _recent.Look(now.Metrics, _ticks);
        if (_ticks % TrafficHistory.PointSeconds == 0)
        {
            _history.Add(
                new TrafficPoint(
                    _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
                    RatesBetween(_pointMark, now),
                    now.Metrics.ActiveConnections,
                    now.Latency.Since(_pointMark.Latency)
                )
                {
                    Clusters = PointsBetween(_pointMark, now),
                }
            );
            _pointMark = now;
        }

        if (_ticks % TrafficHistory.BackendPointSeconds == 0)
        {
            _history.AddBackends(
                _backendMark.Metrics,
                now.Metrics,
                SecondsBetween(_backendMark, now)
            );
            _backendMark = now;
        }
    }

    // The marks do not change any more, so the picture may be made later and on another thread.
    private void Publish(Mark older, Mark newer, double seconds)
    {
        LatencyCounts earlier = _latencies.Peek();
        _publish(() => View(older, newer, earlier, seconds));
    }

    private TrafficView View(Mark older, Mark newer, LatencyCounts earlier, double seconds)
    {
        AdminStatus status = _control.Status;
        TrafficRates rates = TrafficRates.Between(older.Metrics, newer.Metrics, seconds);
        // Whoever begins to watch sees them as they are; rates come with the second look.
        MetricsSnapshot latest = newer.Metrics.HasBackends
            ? newer.Metrics
            : _control.CollectMetrics();
        Dictionary<BackendKey, BackendMetrics>? before = older.Metrics.HasBackends
            ? TrafficHistory.Index(older.Metrics)
            : null;
        Dictionary<BackendKey, BackendMetrics> after = TrafficHistory.Index(latest);
        Dictionary<BackendKey, RecentAnswers> answers = Answers(latest);
        Verdict verdict = Judge(latest, answers);
        Dictionary<BackendKey, string> troubles = Troubles(verdict);
        return new TrafficView
        {
            Timestamp = BackendView.Rfc3339(_time.GetUtcNow()),
            State = status.IsDraining ? "draining" : "running",
            UptimeSeconds = double.Round(status.UptimeSeconds, 1),
            Verdict = VerdictView.Of(verdict),
            ActiveConnections = newer.Metrics.ActiveConnections,
            Waiting = _control.Clusters.Sum(c => (long)c.WaitingCount),
            Listeners = ListenerView.All(status, newer.Metrics),
            ReloadsApplied = newer.Metrics.ReloadsSucceeded,
            ReloadsRejected = newer.Metrics.ReloadsRejected,
            Requests = rates.Requests,
            Classes = rates.Classes,
            Failures = rates.Failures,
            BytesIn = rates.BytesIn,
            BytesOut = rates.BytesOut,
            Latency = newer.Latency.Since(earlier),
            TotalFailures = newer.Metrics.TotalFailures,
            Clusters =
            [
                .. _control.Clusters.Select(c => ViewOf(c, older, newer, earlier, seconds)),
            ],
            Backends =
            [
                .. _control
                    .Clusters.SelectMany(c => c.Backends)
                    .Select(b =>
                    {
                        var key = new BackendKey(b.Cluster.Name, b.Address);
                        return BackendTrafficView.Of(
                            b,
                            Changes.ReasonOf(key),
                            RatesOf(key, before, after, seconds),
                            answers.GetValueOrDefault(key),
                            troubles.GetValueOrDefault(key)
                        );
                    }),
            ],
        };
    }

    private static ClusterTrafficView ViewOf(
        ClusterState cluster,
        Mark older,
        Mark newer,
        LatencyCounts earlier,
        double seconds
    )
    {
        ClusterRates rates = ClusterRates.Between(older.Sums, newer.Sums, cluster.Name, seconds);
        return new ClusterTrafficView
        {
            Name = cluster.Name,
            Requests = rates.Requests,
            Classes = rates.Classes,
            Failures = rates.Failures,
            Waiting = cluster.WaitingCount,
            Latency = newer.Latency.Since(earlier, cluster.Name),
        };
    }

    // Those without traffic are left out: what is kept follows what there was.
    private Dictionary<string, ClusterPoint> PointsBetween(Mark older, Mark newer)
    {
        var points = new Dictionary<string, ClusterPoint>(StringComparer.Ordinal);
        foreach (ClusterMetrics cluster in newer.Metrics.Clusters)
        {
            var rates = ClusterRates.Between(
                older.Sums,
                newer.Sums,
                cluster.Name,
                SecondsBetween(older, newer)
            );
            LatencyView? latency = newer.Latency.Since(older.Latency, cluster.Name);
            if (!rates.IsZero || latency is not null)
            {
                points[cluster.Name] = ClusterPoint.Of(rates, latency);
            }
        }

        return points;
    }

    // A reload may bring a backend between the look at the counters and the look at the clusters: it has no figures yet.
    private static BackendRates RatesOf(
        BackendKey key,
        Dictionary<BackendKey, BackendMetrics>? before,
        Dictionary<BackendKey, BackendMetrics> after,
        double seconds
    ) =>
        before is not null && after.TryGetValue(key, out BackendMetrics? figures)
            ? BackendRates.Between(before.GetValueOrDefault(key), figures, seconds)
            : default;

    // The worst first: one that fails is not told slow as well.
    private static Dictionary<BackendKey, string> Troubles(Verdict verdict)
    {
        var troubles = new Dictionary<BackendKey, string>();
        foreach (Problem problem in verdict.Problems)
        {
            if (problem.Trouble is var (cluster, backend, word))
            {
                troubles.TryAdd(new BackendKey(cluster, backend), word);
            }
        }

        return troubles;
    }

    private TrafficRates RatesBetween(Mark older, Mark newer) =>
        TrafficRates.Between(older.Metrics, newer.Metrics, SecondsBetween(older, newer));

    private double SecondsBetween(Mark older, Mark newer) =>
        _time.GetElapsedTime(older.Timestamp, newer.Timestamp).TotalSeconds;

    private Mark Take(bool withBackends)
    {
        MetricsSnapshot metrics = _control.CollectMetrics(withBackends);
        return new Mark(_time.GetTimestamp(), metrics, LatencyCounts.Of(metrics));
    }

    private sealed record Mark(long Timestamp, MetricsSnapshot Metrics, LatencyCounts Latency)
    {
        /// <summary>Made when first asked for, on whichever thread: all would be the same.</summary>
        public ClusterSums Sums => field ??= new ClusterSums(Metrics);
    }
}
