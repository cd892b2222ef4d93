// What the demo came to, in figures.

namespace Weir.Demo;

/// <summary>The last lines of the demo.</summary>
internal static class DemoSummary
{
    /// <summary>Prints the summary; <paramref name="metrics"/> is the text of <c>/metrics</c>, null without an admin API.</summary>
    public static void Print(
        DemoTraffic traffic,
        long cutFailures,
        string? metrics,
        DemoNarrator narrator
    )
    {
        narrator.Say($"summary");
        narrator.Say(
            $"  requests  {traffic.Requests}, failed {traffic.Failed} (of these {cutFailures} were under way on the killed backend)"
        );
        foreach (
            (string backend, long count) in traffic.ByBackend.OrderBy(
                b => b.Key,
                StringComparer.Ordinal
            )
        )
        {
            narrator.Say($"  {backend} {count}");
        }

        LatencyHistogram latency = traffic.Latency;
        narrator.Say(
            $"  latency   p50 {latency.QuantileMs(0.5):F2} ms, p90 {latency.QuantileMs(0.9):F2} ms, p99 {latency.QuantileMs(0.99):F2} ms"
        );
        if (metrics is not null)
        {
            PrintPool(metrics, narrator);
        }
    }

    private static void PrintPool(string metrics, DemoNarrator narrator)
    {
        const string acquires = "weir_pool_acquires_total";
        double reused = DemoAdmin.Sum(metrics, acquires, "result=\"reused\"");
        double all = DemoAdmin.Sum(metrics, acquires);
        double connects = DemoAdmin.Sum(metrics, "weir_backend_connects_total");
        double share = all > 0 ? 100 * reused / all : 0;
        narrator.Say(
            $"  pool      {reused:F0} of {all:F0} requests reused a backend connection ({share:F1} %), {connects:F0} connects"
        );
    }
}
