// The last hour in memory: 720 points of five seconds for the whole and for each cluster, 120 of half a minute for each backend. With 200
// backends that is 120 × 200 × 16 bytes, under 400 KB, 300 KB for the whole, and 720 × 50 bytes, under 40 KB, for each cluster that has
// traffic all the time; it does not grow after an hour.
using Weir.Admin.Views.Live;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Thread-safe. The oldest points make room for new ones.</summary>
internal sealed class TrafficHistory
{
    public const int PointSeconds = 5;
    public const int BackendPointSeconds = 30;
    public const int MaxPoints = 3600 / PointSeconds;
    public const int MaxBackendPoints = 3600 / BackendPointSeconds;
    private const int MaxReloads = 100;

    private readonly Lock _lock = new();
    private readonly Queue<TrafficPoint> _points = new();
    private readonly Queue<Dictionary<BackendKey, (float Rate, float Errors)>> _backendPoints =
        new();

    private readonly Queue<ReloadMarkView> _reloads = new();

    /// <summary>Keeps the moment of a reload, which is when its count grew.</summary>
    public void NoteReloads(MetricsSnapshot older, MetricsSnapshot newer, DateTimeOffset now)
    {
        double time = now.ToUnixTimeMilliseconds() / 1000.0;
        lock (_lock)
        {
            if (newer.ReloadsSucceeded > older.ReloadsSucceeded)
            {
                AddTo(_reloads, new ReloadMarkView(time, "applied"), MaxReloads);
            }

            if (newer.ReloadsRejected > older.ReloadsRejected)
            {
                AddTo(_reloads, new ReloadMarkView(time, "rejected"), MaxReloads);
            }
        }
    }

    public void Add(TrafficPoint point)
    {
        lock (_lock)
        {
            AddTo(_points, point, MaxPoints);
        }
    }

    /// <summary>Adds a point for every backend of <paramref name="newer"/>.</summary>
    public void AddBackends(MetricsSnapshot older, MetricsSnapshot newer, double seconds)
    {
        Dictionary<BackendKey, BackendMetrics> before = Index(older);
        var point = new Dictionary<BackendKey, (float, float)>(newer.Backends.Length);
        foreach ((BackendKey key, BackendMetrics backend) in Index(newer))
        {
            var rates = BackendRates.Between(before.GetValueOrDefault(key), backend, seconds);
            point[key] = ((float)double.Round(rates.Rate, 2), (float)double.Round(rates.Errors, 2));
        }

        lock (_lock)
        {
            AddTo(_backendPoints, point, MaxBackendPoints);
        }
    }

    /// <summary>All points, for the given backends only.</summary>
    public HistoryView Read(IEnumerable<BackendKey> backends, ChangeLog changes)
    {
        TrafficPoint[] points;
        Dictionary<BackendKey, (float Rate, float Errors)>[] backendPoints;
        ReloadMarkView[] reloads;
        lock (_lock)
        {
            reloads = [.. _reloads];
            points = [.. _points];
            backendPoints = [.. _backendPoints];
        }

        return new HistoryView
        {
            IntervalSeconds = PointSeconds,
            Time = [.. points.Select(p => p.Time)],
            Requests = [.. points.Select(p => p.Rates.Requests)],
            ClientErrors = [.. points.Select(p => p.Rates.Classes[3])],
            ServerErrors = [.. points.Select(p => p.Rates.Classes[4])],
            Failures = [.. points.Select(p => double.Round(p.Rates.Failures.Values.Sum(), 3))],
            ActiveConnections = [.. points.Select(p => (double)p.ActiveConnections)],
            BytesIn = [.. points.Select(p => p.Rates.BytesIn)],
            BytesOut = [.. points.Select(p => p.Rates.BytesOut)],
            P50 = [.. points.Select(p => p.Latency?.P50)],
            P90 = [.. points.Select(p => p.Latency?.P90)],
            P99 = [.. points.Select(p => p.Latency?.P99)],
            BackendIntervalSeconds = BackendPointSeconds,
            Backends = [.. backends.Select(b => ReadBackend(b, backendPoints))],
            Reloads = reloads,
            Changes = changes.Read(),
            OperatorActs = changes.ReadActs(),
        };
    }

    /// <summary>All points of one cluster: zeros where it had no traffic.</summary>
    public ClusterHistoryView Read(string cluster)
    {
        TrafficPoint[] points;
        lock (_lock)
        {
            points = [.. _points];
        }

        ClusterPoint[] own =
        [
            .. points.Select(p => p.Clusters.GetValueOrDefault(cluster, ClusterPoint.Zero)),
        ];
        return new ClusterHistoryView
        {
            Cluster = cluster,
            IntervalSeconds = PointSeconds,
            Time = [.. points.Select(p => p.Time)],
            Requests = [.. own.Select(p => p.Requests)],
            ClientErrors = [.. own.Select(p => p.ClientErrors)],
            ServerErrors = [.. own.Select(p => p.ServerErrors)],
            Failures = [.. own.Select(p => p.Failures)],
            P50 = [.. own.Select(p => NumberOf(p.P50))],
            P90 = [.. own.Select(p => NumberOf(p.P90))],
            P99 = [.. own.Select(p => NumberOf(p.P99))],
        };
    }

    private static float? NumberOf(float value) => float.IsNaN(value) ? null : value;

    internal static Dictionary<BackendKey, BackendMetrics> Index(MetricsSnapshot snapshot) =>
        snapshot.Backends.ToDictionary(b => new BackendKey(b.Cluster, b.Address));

    private static BackendHistoryView ReadBackend(
        BackendKey backend,
        Dictionary<BackendKey, (float Rate, float Errors)>[] points
    ) =>
        new(
            backend.Cluster,
            backend.Address,
            [.. points.Select(p => p.TryGetValue(backend, out var at) ? at.Rate : (float?)null)],
            [.. points.Select(p => p.TryGetValue(backend, out var at) ? at.Errors : (float?)null)]
        );

    private static void AddTo<T>(Queue<T> points, T point, int limit)
    {
        if (points.Count == limit)
        {
            points.Dequeue();
        }

        points.Enqueue(point);
    }
}
