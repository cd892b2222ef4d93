// Quantiles of durations between two looks, from the buckets of the histogram.
using System.Globalization;

namespace Weir.Commands.Top;

/// <summary>Of a histogram's series by a key made of labels. A quantile is the upper bound of the bucket that it falls into.</summary>
internal sealed class TopLatency(
    TopSample before,
    TopSample after,
    string buckets,
    Func<MetricSample, string> key
)
{
    private readonly TopRates<(string Key, string Bound)> _counts = new(
        before,
        after,
        buckets,
        s => (key(s), s.Label("le"))
    );

    private readonly double[] _bounds =
    [
        .. after.Metrics[buckets].Select(s => BoundOf(s.Label("le"))).Distinct().Order(),
    ];

    /// <summary>In milliseconds; null without requests, the last finite bound for what lies above it.</summary>
    public double? QuantileMs(string of, double quantile)
    {
        double total = Growth(of, double.PositiveInfinity);
        if (total <= 0)
        {
            return null;
        }

        double bound = Array.Find(_bounds, b => Growth(of, b) >= quantile * total);
        return double.IsInfinity(bound) ? _bounds[^2] * 1000 : bound * 1000;
    }

    private double Growth(string of, double bound) =>
        _counts.Growth(
            (of, double.IsInfinity(bound) ? "+Inf" : bound.ToString(CultureInfo.InvariantCulture))
        );

    private static double BoundOf(string text) =>
        text is "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
