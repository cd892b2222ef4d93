// The figures of the whole between two moments.

using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Traffic;

/// <summary>Per second.</summary>
internal sealed record TrafficRates(
    double Requests,
    double[] Classes,
    Dictionary<string, double> Failures,
    double BytesIn,
    double BytesOut
)
{
    public static TrafficRates Between(MetricsSnapshot older, MetricsSnapshot newer, double seconds)
    {
        double PerSecond(long before, long after) =>
            double.Round(long.Max(0, after - before) / seconds, 3);

        double[] classes = new double[5];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = PerSecond(SumClass(older, i), SumClass(newer, i));
        }

        var failures = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int code = 1; code < FailureCodes.Count; code++)
        {
            if (PerSecond(SumFailures(older, code), SumFailures(newer, code)) is > 0 and var rate)
            {
                failures[FailureCodes.Text((FailureCode)code)] = rate;
            }
        }

        return new TrafficRates(
            PerSecond(older.TotalRequests, newer.TotalRequests),
            classes,
            failures,
            PerSecond(older.BytesIn, newer.BytesIn),
            PerSecond(older.BytesOut, newer.BytesOut)
        );
    }

    private static long SumClass(MetricsSnapshot snapshot, int index) =>
        snapshot.Listeners.Sum(l => l.Responses.Sum(r => r.ByClass[index]));

    private static long SumFailures(MetricsSnapshot snapshot, int code) =>
        snapshot.Clusters.Sum(c => c.Failures[code]);
}
