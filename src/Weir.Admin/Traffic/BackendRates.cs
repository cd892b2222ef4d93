// The figures of one backend between two moments.

using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Per second, but for the share and the average.</summary>
internal readonly record struct BackendRates(
    double Rate,
    double Errors,
    double Connects,
    double? Reuse,
    double? WaitMs,
    double ServerErrors
)
{
    /// <summary>Counts of a backend that has left and come back start again: nothing is below zero.</summary>
    public static BackendRates Between(BackendMetrics? older, BackendMetrics newer, double seconds)
    {
        long acquired = Delta(older?.Acquires, newer.Acquires);
        long connects = Delta(older?.Connects, newer.Connects);
        long connected =
            newer.Connects[(int)ConnectResult.Ok] - (older?.Connects[(int)ConnectResult.Ok] ?? 0);
        long failed5xx = newer.Responses[^1] - (older?.Responses[^1] ?? 0);
        HistogramSnapshot waits = newer.ResponseTime.Since(older?.ResponseTime);
        long all = newer.Acquires.Sum();
        return new BackendRates(
            acquired / seconds,
            long.Max(0, connects - connected + failed5xx) / seconds,
            connects / seconds,
            all == 0 ? null : 1 - ((double)newer.Acquires[(int)AcquireResult.Opened] / all),
            waits.Count == 0 ? null : waits.SumUs / 1000.0 / waits.Count,
            long.Max(0, failed5xx) / seconds
        );
    }

    private static long Delta(IEnumerable<long>? older, IEnumerable<long> newer) =>
        long.Max(0, newer.Sum() - (older?.Sum() ?? 0));
}
