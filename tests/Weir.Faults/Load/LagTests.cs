// More clients at once than one thread can look after in time.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class LagTests
{
    private const string Wrk = "/usr/bin/wrk";
    private const int Seconds = 5;

    [Fact]
    public async Task A_thread_that_lags_goes_on_serving_and_turns_away_what_is_too_much()
    {
        await using Nginx nginx = await Nginx.StartAsync("web");
        (double calm, _) = await StormAsync(nginx, maxLag: 0);
        (double good, Metrics metrics) = await StormAsync(nginx, maxLag: "20ms");
        double shed = metrics.Sum("weir_shed_total");
        // wrk leaves in the middle of its last requests.
        double left = metrics.Sum("weir_failures_total", ("reason", "client_disconnected"));
        double other = metrics.Sum("weir_failures_total") - shed - left;
        Figure.Record(
            "3,000 clients at once on one thread, maxLag 20 ms",
            $"{good:F0} answers/s and {shed / Seconds:F0} × 503/s, {calm:F0} answers/s without the limit; {other} other failures; 0 turned away afterwards",
            "≥ 50 % of the answers, the rest 503",
            good >= calm / 2 && shed > 0 && other == 0
        );
    }

    // Answers a second, and what was counted; clients that come again at once, whatever they are told.
    private static async Task<(double PerSecond, Metrics Counted)> StormAsync(
        Nginx nginx,
        object maxLag
    )
    {
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [nginx.Address],
                ("reactor.threads", 1),
                ("reactor.maxLag", maxLag),
                ("loadBalancer.connectionPoolSize", 3_000)
            )
        );
        await LoadTool.RunAsync(Wrk, $"-t1 -c3000 -d{Seconds}s http://{weir.Endpoint}/");
        Metrics after = await weir.Admin.MetricsAsync();
        for (int i = 0; i < 100; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        }

        return (after.Sum("weir_requests_total", ("code_class", "2xx")) / Seconds, after);
    }
}
