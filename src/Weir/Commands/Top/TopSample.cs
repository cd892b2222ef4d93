// What `weir top` knows of one moment: the status and the counters, from two answers of the admin API.
using System.Diagnostics;
using Weir.Admin.Views;
using Weir.Commands.Instance;

namespace Weir.Commands.Top;

/// <summary>One look at a running Weir.</summary>
/// <param name="Status">State and gauges.</param>
/// <param name="Metrics">Counters by name.</param>
/// <param name="AtSeconds">When the counters were read, by a clock that never goes back.</param>
internal sealed record TopSample(
    StatusView Status,
    ILookup<string, MetricSample> Metrics,
    double AtSeconds
)
{
    /// <summary>Null after the problem was told.</summary>
    public static TopSample? Take(AdminClient client)
    {
        if (
            client.Send(HttpMethod.Get, "api/v1/status") is not { } status
            || client.ParseOrTell(status, CommandJson.Default.StatusView) is not { } view
            || client.Send(HttpMethod.Get, "metrics") is not { } metrics
        )
        {
            return null;
        }

        double atSeconds = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        return new TopSample(view, MetricSample.ParseAll(metrics), atSeconds);
    }

    /// <summary>Sums of one counter by the value of a key made of its labels.</summary>
    public Dictionary<T, double> Sums<T>(string name, Func<MetricSample, T> key)
        where T : notnull =>
        Metrics[name].GroupBy(key).ToDictionary(g => g.Key, g => g.Sum(s => s.Value));
}
