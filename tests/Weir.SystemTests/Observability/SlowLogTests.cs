// Logs whose place is slow, full or missing cost lines and nothing else: traffic, start and end go on.
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

public sealed class SlowLogTests
{
    // Lines of this size fill the pipe at once; what waits then is the queue of 4096 records.
    private const int LongPathBytes = 3_000;

    [Fact]
    public async Task A_named_pipe_that_nobody_reads_holds_up_neither_start_nor_traffic()
    {
        using TestBackend backend = TestBackend.Http();
        string pipe = Path.Combine(Path.GetTempPath(), $"weir-{Guid.NewGuid():N}");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }

        await using WeirProcess weir = await StartAsync(backend, pipe);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await GetManyAsync(client, 20, "/");
        LogEvent told = await weir.Log.EventAsync("error", e => e.Text("source") == "accessLog");
        told.Text("message").ShouldNotBeNull().ShouldContain("nobody reads this pipe");
        await Eventually.Until(
            async () => await LostAsync(weir.Admin) >= 20,
            "all twenty lines are counted as lost"
        );

        // From the moment that somebody reads, lines come.
        using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        await GetManyAsync(client, 1, "/now");
        var line = new byte[512];
        int read = await reader.ReadAsync(line, TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(line, 0, read).ShouldContain("\"path\":\"/now\"");
        File.Delete(pipe);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_counted_while_traffic_goes_on()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(backend, "/dev/full");
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await GetManyAsync(client, 20, "/");
        LogEvent told = await weir.Log.EventAsync("error", e => e.Text("source") == "accessLog");
        told.Text("message").ShouldNotBeNull().ShouldContain("No space left on device");
        await Eventually.Until(
            async () => await LostAsync(weir.Admin) == 20,
            "each lost line counts once"
        );
    }

    [Fact]
    public async Task A_reader_of_stdout_that_sleeps_holds_up_neither_traffic_nor_the_end()
    {
        using TestBackend backend = TestBackend.Http();
        var listener = new IPEndPoint(LoopbackAddress.Next(), 8080);
        var adminAddress = new IPEndPoint(LoopbackAddress.Next(), 8080);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weir-slow-");
        string config = Path.Combine(folder.FullName, "weir.json");
        JsonObject settings = TestConfig.Http(
            [backend.Address],
            ("listen.host", listener.Address.ToString()),
            ("listen.port", listener.Port),
            ("admin.address", adminAddress.ToString()),
            ("accessLog.enabled", true),
            ("loadBalancer.metricsInterval", 0.05)
        );
        File.WriteAllText(config, settings.ToJsonString());

        // Its output is a pipe that nobody reads.
        using Process weir =
            Process.Start(WeirProgram.Command("run", "-c", config))
            ?? throw new InvalidOperationException("weir did not start");
        try
        {
            using var admin = new WeirAdmin(adminAddress);
            await Eventually.Until(() => IsUpAsync(admin), "weir is up");
            using RawClient client = await RawClient.ConnectAsync(listener);
            await Eventually.Until(
                async () =>
                {
                    await GetManyAsync(client, 500, "/" + new string('p', LongPathBytes));
                    return await LostAsync(admin) > 0;
                },
                "the queue fills up and lines are dropped, while every request is answered",
                Eventually.ManyRequests
            );
            Signals.Send(weir.Id, "TERM");
            await Eventually.Within(
                weir.WaitForExitAsync(TestContext.Current.CancellationToken),
                "weir to end though nobody reads its log"
            );
            weir.ExitCode.ShouldBe(0);
        }
        finally
        {
            weir.Kill(); // nothing, where it has ended
            folder.Delete(recursive: true);
        }
    }

    private static Task<WeirProcess> StartAsync(TestBackend backend, string path) =>
        WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("accessLog.enabled", true),
                ("accessLog.path", path)
            )
        );

    private static async Task<bool> IsUpAsync(WeirAdmin admin)
    {
        try
        {
            return await admin.StatusOfAsync("/readyz") == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task GetManyAsync(RawClient client, int count, string path)
    {
        for (int i = 0; i < count; i++)
        {
            (await client.GetAsync(path)).Status.ShouldBe(200);
        }
    }

    private static async Task<double> LostAsync(WeirAdmin admin) =>
        (await admin.MetricsAsync()).Value("weir_log_dropped_total", ("log", "access"));
}
