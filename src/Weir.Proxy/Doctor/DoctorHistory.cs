// Remembers the counters of the last minutes, so that the doctor can speak of what was seen lately.
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor;

/// <summary>Looks at even distances. Used by one thread at a time.</summary>
public sealed class DoctorHistory
{
    /// <summary>Looks that are kept: five minutes at one each five seconds.</summary>
    private const int MostLooks = 60;

    private readonly Queue<(double AtSeconds, MetricsSnapshot Metrics)> _looks = new();

    /// <summary>Adds a look; the clock must not go back.</summary>
    public void Add(MetricsSnapshot metrics, double atSeconds)
    {
        if (_looks.Count == MostLooks)
        {
            _looks.Dequeue();
        }

        _looks.Enqueue((atSeconds, metrics));
    }

    /// <summary>What happened between the oldest look and this moment's.</summary>
    public LiveFacts UpTo(MetricsSnapshot now, double atSeconds)
    {
        (double sinceSeconds, MetricsSnapshot before) = _looks.TryPeek(out var oldest)
            ? oldest
            : (atSeconds, now);
        Dictionary<(string, string), int> peaks = [];
        foreach (
            BackendMetrics backend in _looks
                .SelectMany(l => l.Metrics.Backends)
                .Concat(now.Backends)
        )
        {
            (string, string) key = (backend.Cluster, backend.Address);
            peaks[key] = int.Max(peaks.GetValueOrDefault(key), backend.InUse + backend.Idle);
        }

        return new LiveFacts(before, now, peaks, atSeconds - sinceSeconds);
    }
}
