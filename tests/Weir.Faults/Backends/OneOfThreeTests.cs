// One of three backends goes bad in each of the ways that backends do, under 200 requests a second, a tenth of them POSTs.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Backends;

public sealed class OneOfThreeTests
{
    private const double PerSecond = 200;
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData("killed")]
    [InlineData("paused")]
    [InlineData("black-holed")]
    [InlineData("resetting")]
    public async Task One_bad_backend_of_three_is_left_out_and_costs_nothing_after_that(
        string fault
    )
    {
        List<Nginx> backends = [];
        foreach (string name in new[] { "one", "two", "three" })
        {
            backends.Add(await Nginx.StartAsync(name));
        }

        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [.. backends.Select(b => b.Address)],
                ("loadBalancer.backendCheckInterval", 1),
                ("loadBalancer.backendConnectTimeout", "500ms"),
                ("loadBalancer.responseTimeout", "2s"),
                (
                    "loadBalancer.healthCheck",
                    TestConfig.Parse("""{ "type": "http", "timeout": "500ms" }""")
                )
            )
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, PerSecond, postEvery: 10);
        await Eventually.Until(() => load.Outcomes.Count > 2 * PerSecond, "traffic flows");
        TimeSpan brokenAt = load.Now;
        using (await BreakAsync(fault, backends[1]))
        {
            await weir.Admin.UntilAsync(
                m => m.Value("backend_health_status", ("backend", backends[1].Address)) == 0,
                "it is found out"
            );
            TimeSpan foundAt = load.Now;
            await Eventually.Until(
                () => Task.FromResult(load.Now > brokenAt + (2 * s_calm)),
                "time passes",
                3 * s_calm
            );
            Judge(fault, await load.StopAsync(), backends, brokenAt, foundAt);
        }

        foreach (Nginx backend in backends)
        {
            await backend.DisposeAsync();
        }
    }

    private static async Task<IDisposable> BreakAsync(string fault, Nginx victim)
    {
        switch (fault)
        {
            case "killed":
                await victim.KillAsync();
                return new Undo(() => { });
            case "paused":
                Signals.Send(victim.Pid, "STOP");
                return new Undo(() => Signals.Send(victim.Pid, "CONT"));
            case "black-holed":
                return Firewall.Drop(victim.Address);
            default:
                return Firewall.ResetAll(victim.Address);
        }
    }

    private static void Judge(
        string fault,
        IReadOnlyList<Outcome> outcomes,
        List<Nginx> backends,
        TimeSpan brokenAt,
        TimeSpan foundAt
    )
    {
        int early = outcomes.Count(o => o.Failed && o.IsGet && o.SentAt <= foundAt);
        int late = outcomes.Count(o => o.Failed && o.IsGet && o.SentAt > foundAt);
        int twice = backends
            .SelectMany(b => b.PostIds())
            .GroupBy(id => id)
            .Count(group => group.Count() > 1);
        TimeSpan p99 = OpenLoop.Percentile(outcomes.Where(o => o.SentAt > brokenAt + s_calm), 0.99);
        Figure.Record(
            $"one of three backends {fault} at 200 requests/s",
            $"found out after {(foundAt - brokenAt).TotalSeconds:F1} s ({early} GETs failed until then); {late} failed GETs after it, {twice} POSTs delivered twice, p99 {p99.TotalMilliseconds:F1} ms after 6 s",
            "0 failed GETs after detection, 0 POSTs twice, p99 < 200 ms",
            late == 0 && twice == 0 && p99 < TimeSpan.FromMilliseconds(200)
        );
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
