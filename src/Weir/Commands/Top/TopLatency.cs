// Quantiles of request durations between two looks, from the buckets of the histogram.
using System.Globalization;

namespace Weir.Commands.Top;

/// <summary>By cluster. A quantile is the upper bound of the bucket that it falls into.</summary>
internal sealed class TopLatency(TopSample before, TopSample after)
{
    private const string Family = "weir_request_duration_seconds_bucket";

    private readonly TopRates<(string Cluster, string Bound)> _counts = new(
        before,
        after,
        Family,
        s => (s.Label("cluster"), s.Label("le"))
    );

    private readonly double[] _bounds =
    [
        .. after.Metrics[Family].Select(s => BoundOf(s.Label("le"))).Distinct().Order(),
    ];

    /// <summary>In milliseconds; null without requests, the last finite bound for what lies above it.</summary>
    public double? QuantileMs(string cluster, double quantile)
    {
        double total = Growth(cluster, double.PositiveInfinity);
        if (total <= 0)
        {
            return null;
        }

        double bound = Array.Find(_bounds, b => Growth(cluster, b) >= quantile * total);
        return double.IsInfinity(bound) ? _bounds[^2] * 1000 : bound * 1000;
    }

    private double Growth(string cluster, double bound) =>
        _counts.Growth(
            (
                cluster,
                double.IsInfinity(bound) ? "+Inf" : bound.ToString(CultureInfo.InvariantCulture)
            )
        );

    private static double BoundOf(string text) =>
        text is "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
