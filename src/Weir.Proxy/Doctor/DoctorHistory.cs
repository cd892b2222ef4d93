// Remembers the counters of the last minutes, so that the doctor can speak of what was seen lately.

using Weir.Proxy.Facts;
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

        return new LiveFacts(before, now, peaks, CountStaleTimes(now), atSeconds - sinceSeconds);
    }

    // Neighbouring looks count as one time: what happened at once may be seen in both.
    private Dictionary<(string, string), int> CountStaleTimes(MetricsSnapshot now)
    {
        Dictionary<(string, string), (long Stale, bool HasRisen, int Times)> seen = [];
        foreach (
            BackendMetrics backend in _looks
                .SelectMany(l => l.Metrics.Backends)
                .Concat(now.Backends)
        )
        {
            (string, string) key = (backend.Cluster, backend.Address);
            long stale = backend.Evictions[(int)EvictionReason.Stale];
            if (!seen.TryGetValue(key, out var last))
            {
                last = (stale, false, 0);
            }

            bool hasRisen = stale > last.Stale;
            int times = hasRisen && !last.HasRisen ? last.Times + 1 : last.Times;
            seen[key] = (stale, hasRisen, times);
        }

        return seen.ToDictionary(s => s.Key, s => s.Value.Times);
    }
}
