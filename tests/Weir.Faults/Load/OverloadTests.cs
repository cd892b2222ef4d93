// More requests than the backends can serve.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class OverloadTests
{
    private const int Places = 4;
    private const double WorkMs = 20;
    private const double Capacity = Places * 1000 / WorkMs; // 200 a second

    [Fact]
    public async Task At_three_times_capacity_goodput_stays_and_the_rest_is_told_503()
    {
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await Eventually.Pass(TimeSpan.FromMilliseconds(WorkMs));
                await c.RespondAsync("done");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("loadBalancer.maxConnections", Places),
                ("loadBalancer.maxQueue", 16),
                ("loadBalancer.queueTimeout", "500ms")
            )
        );
        IReadOnlyList<Outcome> atPeak = await LoadAsync(weir, Capacity * 0.9);
        double peak = Goodput(atPeak);
        IReadOnlyList<Outcome> over = await LoadAsync(weir, Capacity * 3);
        double goodput = Goodput(over);
        int other = over.Count(o => o.Status is not (200 or 503));
        Figure.Record(
            "overload at 3 × capacity",
            $"goodput {goodput:F0}/s at {Capacity * 3:F0}/s offered, {peak:F0}/s at {Capacity * 0.9:F0}/s; {over.Count(o => o.Status == 503)} × 503, {other} others",
            "goodput ≥ 80 % of the peak, the rest 503",
            goodput >= 0.8 * peak && other == 0
        );
    }

    private static async Task<IReadOnlyList<Outcome>> LoadAsync(WeirProcess weir, double perSecond)
    {
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond);
        await Eventually.Pass(TimeSpan.FromSeconds(8));
        return await load.StopAsync();
    }

    private static double Goodput(IReadOnlyList<Outcome> outcomes)
    {
        TimeSpan last = outcomes.Max(o => o.SentAt + o.Took);
        return outcomes.Count(o => o.Status == 200) / last.TotalSeconds;
    }
}
