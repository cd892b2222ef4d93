// SIGKILL of Weir itself while clients go on trying, and of backends at random under load.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class KillAndRestartTests
{
    /// <summary>How long backends are killed at random; ten minutes when WEIR_FAULTS_MINUTES says 10.</summary>
    private static readonly TimeSpan s_killing = TimeSpan.FromMinutes(
        double.Parse(
            Environment.GetEnvironmentVariable("WEIR_FAULTS_MINUTES") ?? "1",
            System.Globalization.CultureInfo.InvariantCulture
        )
    );

    [Fact]
    public async Task Backends_killed_at_random_fail_no_get()
    {
        List<Nginx> backends = [];
        foreach (string name in new[] { "one", "two", "three" })
        {
            backends.Add(await Nginx.StartAsync(name));
        }

        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [.. backends.Select(b => b.Address)],
                ("loadBalancer.backendCheckInterval", "500ms")
            )
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 200, postEvery: 10);
        var random = new Random(1);
        int kills = 0;
        while (load.Now < s_killing)
        {
            Nginx victim = backends[random.Next(3)];
            await victim.KillAsync();
            kills++;
            await Eventually.Pass(TimeSpan.FromMilliseconds(random.Next(100, 1500)));
            await victim.StartAsync();
            await Eventually.Pass(TimeSpan.FromMilliseconds(random.Next(700, 2000)));
        }

        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        int gets = outcomes.Count(o => o.Failed && o.IsGet);
        int posts = outcomes.Count(o => o.Failed && !o.IsGet);
        int twice = backends
            .SelectMany(b => b.PostIds())
            .GroupBy(id => id)
            .Count(g => g.Count() > 1);
        foreach (Nginx backend in backends)
        {
            await backend.DisposeAsync();
        }

        Figure.Record(
            $"kill -9 of one of three backends at random, {kills} times in {s_killing.TotalMinutes:F0} min at 200 requests/s",
            $"{gets} GETs and {posts} POSTs failed of {outcomes.Count}; {twice} POSTs delivered twice",
            "0 failed GETs, 0 POSTs twice",
            gets == 0 && twice == 0
        );
    }
}
