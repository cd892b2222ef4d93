// One point of the history of the whole and of each cluster.
using Weir.Admin.Views.Live;

namespace Weir.Admin.Traffic;

/// <summary>Averages that end at a moment, in Unix seconds.</summary>
internal sealed record TrafficPoint(
    double Time,
    TrafficRates Rates,
    long ActiveConnections,
    LatencyView? Latency
)
{
    /// <summary>By name; clusters without traffic are left out.</summary>
    public Dictionary<string, ClusterPoint> Clusters { get; init; } = [];
}
