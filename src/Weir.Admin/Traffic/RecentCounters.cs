// The counters of some seconds ago, so that what is said of now rests on more than the last second.

using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Keeps two looks: the older one is 15 to 30 seconds old once so much time has passed. One thread looks, any reads.</summary>
internal sealed class RecentCounters(MetricsSnapshot first)
{
    /// <summary>Seconds between two looks.</summary>
    public const int LookSeconds = 15;

    private MetricsSnapshot _older = first;
    private MetricsSnapshot _newer = first;

    /// <summary>Where the last seconds begin.</summary>
    public MetricsSnapshot Before => Volatile.Read(ref _older);

    /// <summary>Each second; <paramref name="ticks"/> counts them.</summary>
    public void Look(MetricsSnapshot now, long ticks)
    {
        if (ticks % LookSeconds == 0)
        {
            Volatile.Write(ref _older, _newer);
            _newer = now;
        }
    }

    /// <summary>What each backend answered up to <paramref name="now"/>.</summary>
    public Dictionary<BackendKey, RecentAnswers> Answers(MetricsSnapshot now)
    {
        Dictionary<BackendKey, BackendMetrics> before = TrafficHistory.Index(Before);
        return now.Backends.ToDictionary(
            b => new BackendKey(b.Cluster, b.Address),
            b =>
                RecentAnswers.Between(
                    before.GetValueOrDefault(new BackendKey(b.Cluster, b.Address)),
                    b
                )
        );
    }
}
