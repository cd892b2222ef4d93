// The counters of one moment by cluster.

using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>A cluster that the snapshot does not have counts zero.</summary>
internal sealed class ClusterSums(MetricsSnapshot metrics)
{
    private readonly Dictionary<string, ClusterMetrics> _clusters = metrics.Clusters.ToDictionary(
        c => c.Name,
        StringComparer.Ordinal
    );

    private readonly ILookup<string, ResponseMetrics> _responses = metrics
        .Listeners.SelectMany(l => l.Responses)
        .ToLookup(r => r.Cluster, StringComparer.Ordinal);

    private readonly ILookup<string, BackendMetrics> _backends = metrics.Backends.ToLookup(
        b => b.Cluster,
        StringComparer.Ordinal
    );

    public long Failures(string cluster, FailureCode code) =>
        _clusters.TryGetValue(cluster, out ClusterMetrics? found) ? found.Failures[(int)code] : 0;

    /// <summary>Final http responses.</summary>
    public long Responses(string cluster) => _responses[cluster].Sum(r => r.ByClass[1..].Sum());

    /// <summary>Http responses of one class, 0 for 1xx to 4 for 5xx.</summary>
    public long Responses(string cluster, int classIndex) =>
        _responses[cluster].Sum(r => r.ByClass[classIndex]);

    public long Acquires(string cluster) => _backends[cluster].Sum(b => b.Acquires.Sum());
}
