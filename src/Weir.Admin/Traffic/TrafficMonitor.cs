// Looks at the counters once a second, tells those who watch what happened in it, and keeps the last hour. Owned by the admin server.
using Weir.Admin.Views;
using Weir.Proxy.Backends;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Turns counts into rates. Ticks on a timer; <see cref="ReadHistory"/> is for any thread.</summary>
internal sealed class TrafficMonitor : IDisposable
{
    private const int LatencySeconds = 10;

    private readonly IAdminControl _control;
    private readonly TimeProvider _time;
    private readonly Action<Func<TrafficView>> _publish;
    private readonly TrafficHistory _history = new();
    private readonly Queue<LatencyCounts> _latencies = new();
    private readonly Lock _tickLock = new();
    private readonly ITimer _timer;
    private Mark _last;
    private Mark _pointMark;
    private Mark _backendMark;
    private long _ticks;

    public TrafficMonitor(
        IAdminControl control,
        TimeProvider time,
        Action<Func<TrafficView>> publish
    )
    {
        _control = control;
        _time = time;
        _publish = publish;
        _last = _pointMark = _backendMark = Take();
        _latencies.Enqueue(_last.Latency);
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
            Changes.Read()
        );

    public void Dispose() => _timer.Dispose();

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
        Mark now = Take();
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

        _last = now;
        _ticks++;
        if (_ticks % TrafficHistory.PointSeconds == 0)
        {
            _history.Add(
                new TrafficPoint(
                    _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
                    RatesBetween(_pointMark, now),
                    now.Metrics.ActiveConnections,
                    now.Latency.Since(_pointMark.Latency)
                )
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
        Dictionary<BackendKey, BackendMetrics> before = TrafficHistory.Index(older.Metrics);
        Dictionary<BackendKey, BackendMetrics> after = TrafficHistory.Index(newer.Metrics);
        return new TrafficView
        {
            Timestamp = BackendView.Rfc3339(_time.GetUtcNow()),
            State = status.IsDraining ? "draining" : "running",
            UptimeSeconds = double.Round(status.UptimeSeconds, 1),
            ActiveConnections = newer.Metrics.ActiveConnections,
            Requests = rates.Requests,
            Classes = rates.Classes,
            Failures = rates.Failures,
            BytesIn = rates.BytesIn,
            BytesOut = rates.BytesOut,
            Latency = newer.Latency.Since(earlier),
            TotalFailures = newer.Metrics.TotalFailures,
            Backends =
            [
                .. _control
                    .Clusters.SelectMany(c => c.Backends)
                    .Select(b => ViewBackend(b, before, after, seconds)),
            ],
        };
    }

    // A reload may bring a backend between the look at the counters and the look at the clusters: it has no figures yet.
    private BackendTrafficView ViewBackend(
        BackendState backend,
        Dictionary<BackendKey, BackendMetrics> before,
        Dictionary<BackendKey, BackendMetrics> after,
        double seconds
    )
    {
        var key = new BackendKey(backend.Cluster.Name, backend.Address);
        return BackendTrafficView.Of(
            backend,
            Changes.ReasonOf(key),
            after.TryGetValue(key, out BackendMetrics? figures)
                ? BackendRates.Between(before.GetValueOrDefault(key), figures, seconds)
                : default
        );
    }

    private TrafficRates RatesBetween(Mark older, Mark newer) =>
        TrafficRates.Between(older.Metrics, newer.Metrics, SecondsBetween(older, newer));

    private double SecondsBetween(Mark older, Mark newer) =>
        _time.GetElapsedTime(older.Timestamp, newer.Timestamp).TotalSeconds;

    private Mark Take()
    {
        MetricsSnapshot metrics = _control.CollectMetrics();
        return new Mark(_time.GetTimestamp(), metrics, LatencyCounts.Of(metrics));
    }

    private sealed record Mark(long Timestamp, MetricsSnapshot Metrics, LatencyCounts Latency);
}
