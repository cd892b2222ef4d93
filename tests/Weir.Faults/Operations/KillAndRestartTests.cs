// SIGKILL of Weir itself while clients go on trying, and of backends at random under load.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
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
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

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

    [Fact]
    public async Task Clients_that_try_again_hardly_notice_that_weir_was_killed()
    {
        const int Kills = 5;
        const int Clients = 16;
        using TestBackend backend = TestBackend.Http();
        var front = new IPEndPoint(LoopbackAddress.Next(), 8080);
        JsonObject config = TestConfig.Http([backend.Address], ("listen.host", $"{front.Address}"));
        config.With(("listen.port", front.Port));
        WeirProcess weir = await WeirProcess.StartAsync(config);
        using var ending = new CancellationTokenSource();
        Task<TimeSpan[]>[] clients =
        [
            .. Enumerable.Range(0, Clients).Select(_ => AskAsync(front, ending.Token)),
        ];
        var down = new List<TimeSpan>();
        for (int kill = 0; kill < Kills; kill++)
        {
            await Eventually.Until(
                () => backend.Requests.Count > (kill + 1) * 500,
                "requests are answered"
            );
            weir.Signal("KILL");
            var clock = Stopwatch.StartNew();
            await weir.DisposeAsync();
            Task<WeirProcess> starting = WeirProcess.StartAsync(config);
            await Eventually.Until(() => ListensAsync(front), "somebody listens");
            down.Add(clock.Elapsed);
            weir = await starting;
        }

        await Eventually.Until(
            () => backend.Requests.Count > (Kills + 1) * 500,
            "requests are answered"
        );
        await ending.CancelAsync();
        TimeSpan[] took =
        [
            .. (await Eventually.Within(Task.WhenAll(clients), "the clients end")).SelectMany(t =>
                t
            ),
        ];
        await weir.DisposeAsync();
        int lost = took.Count(t => t > s_patience);
        Figure.Record(
            $"kill -9 of Weir {Kills} times, restarted at once, under {Clients} clients that try again for 5 s",
            $"{lost} of {took.Length} GETs got no answer, the slowest took {took.Max().TotalSeconds:F2} s; listening again after {down.Max().TotalSeconds:F2} s at most",
            "0 lost, listening in 1 s",
            lost == 0 && down.Max() < TimeSpan.FromSeconds(1)
        );
    }

    // How long each request took, tries included. One that nobody answered in time is among them, and has taken longer than that.
    private static async Task<TimeSpan[]> AskAsync(EndPoint front, CancellationToken ending)
    {
        var took = new List<TimeSpan>();
        RawClient? client = null;
        while (!ending.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            bool isAnswered = false;
            while (!isAnswered && clock.Elapsed <= s_patience)
            {
                try
                {
                    client ??= await RawClient.ConnectAsync(front);
                    isAnswered = (await client.GetAsync()).Status == 200;
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    client?.Dispose();
                    client = null;
                    await Eventually.Pass(TimeSpan.FromMilliseconds(20));
                }
            }

            took.Add(clock.Elapsed);
        }

        client?.Dispose();
        return [.. took];
    }

    private static async Task<bool> ListensAsync(EndPoint front)
    {
        try
        {
            using RawClient probe = await RawClient.ConnectAsync(front);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
