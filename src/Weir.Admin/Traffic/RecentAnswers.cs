// How a backend did in the last seconds.

using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Final http responses, those with a 5xx status, and the median time to their heads.</summary>
internal sealed record RecentAnswers(
    long Responses,
    long ServerErrors,
    double? AnswerMs,
    bool HasNeverAnswered
)
{
    /// <summary>Share of its answers that are 5xx; null without answers.</summary>
    public double? ErrorShare =>
        Responses == 0 ? null : double.Round((double)ServerErrors / Responses, 4);

    public static RecentAnswers Between(BackendMetrics? older, BackendMetrics newer)
    {
        HistogramSnapshot times = newer.ResponseTime.Since(older?.ResponseTime);
        return new(
            times.Count,
            long.Max(0, newer.Responses[^1] - (older?.Responses[^1] ?? 0)),
            times.QuantileMs(0.5),
            newer is { ChecksSucceeded: 0, TurnedHealthy: 0 }
                && newer.Connects[(int)ConnectResult.Ok] == 0
        );
    }
}
