// One point of the history of a cluster.
using Weir.Admin.Views.Live;

namespace Weir.Admin.Traffic;

/// <summary>Averages per second, and percentiles in milliseconds, which are not numbers where no request ended. Single precision: it is
/// kept by the hundred for each cluster.</summary>
internal readonly record struct ClusterPoint(
    float Requests,
    float ClientErrors,
    float ServerErrors,
    float Failures,
    float P50,
    float P90,
    float P99
)
{
    /// <summary>What a cluster without traffic has.</summary>
    public static readonly ClusterPoint Zero = new(0, 0, 0, 0, float.NaN, float.NaN, float.NaN);

    public static ClusterPoint Of(ClusterRates rates, LatencyView? latency) =>
        new(
            (float)rates.Requests,
            (float)rates.Classes[3],
            (float)rates.Classes[4],
            (float)double.Round(rates.Failures.Values.Sum(), 3),
            (float)(latency?.P50 ?? double.NaN),
            (float)(latency?.P90 ?? double.NaN),
            (float)(latency?.P99 ?? double.NaN)
        );
}
