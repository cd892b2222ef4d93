// One point of the history of the whole.
using Weir.Admin.Views;

namespace Weir.Admin.Traffic;

/// <summary>Averages that end at a moment, in Unix seconds.</summary>
internal sealed record TrafficPoint(
    double Time,
    TrafficRates Rates,
    long ActiveConnections,
    LatencyView? Latency
);
