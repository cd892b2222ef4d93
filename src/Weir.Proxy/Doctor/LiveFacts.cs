// What was counted lately by a running Weir.

using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor;

/// <summary>Two looks at the counters, and the most connections seen between them.</summary>
/// <param name="Before">At the start of the window.</param>
/// <param name="Now">At its end.</param>
/// <param name="PeakConnections">By cluster and address: in use and idle together, at their most.</param>
/// <param name="StaleTimes">By cluster and address: at how many separate times idle connections ended or spoke.</param>
/// <param name="WindowSeconds">Between the looks.</param>
public sealed record LiveFacts(
    MetricsSnapshot Before,
    MetricsSnapshot Now,
    IReadOnlyDictionary<(string Cluster, string Address), int> PeakConnections,
    IReadOnlyDictionary<(string Cluster, string Address), int> StaleTimes,
    double WindowSeconds
)
{
    /// <summary>Every backend with its figures at the start of the window; with the same ones where it came later.</summary>
    public IEnumerable<(BackendMetrics Before, BackendMetrics Now)> Backends()
    {
        var before = Before.Backends.ToDictionary(b => (b.Cluster, b.Address));
        return Now.Backends.Select(b => (before.GetValueOrDefault((b.Cluster, b.Address)) ?? b, b));
    }
}
