// Logs that cannot be written: a start and a reload refuse them; later it is told where somebody can see it.
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

public sealed class LogFileTests
{
    [Theory]
    [InlineData("logging.filePath")]
    [InlineData("accessLog.path")]
    public async Task A_start_with_a_log_that_cannot_be_written_is_refused(string key)
    {
        using var folder = new TempFolder();
        string missing = Path.Combine(folder.Path, "none", "weir.log");
        JsonObject config = TestConfig.Http(["127.0.0.1:1"], (key, missing));
        config[key.Split('.')[0]]![key.StartsWith('l') ? "mode" : "enabled"] = key.StartsWith('l')
            ? "file"
            : true;
        string file = folder.Write("weir.json", config.ToJsonString());
        CommandResult result = await WeirProgram.RunAsync("run", "-c", file);
        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain($"{key}: cannot open {missing}: No such file or directory");
    }

    [Fact]
    public async Task A_reload_that_moves_the_log_to_where_it_cannot_be_written_is_rejected()
    {
        using TestBackend backend = TestBackend.Http();
        JsonObject config = TestConfig.Http([backend.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        string missing = Path.Combine(weir.Folder, "none", "weir.log");
        weir.ReplaceConfig(config.With(("logging.mode", "file"), ("logging.filePath", missing)));
        (await weir.Log.EventAsync("config_rejected")).Line.ShouldContain("logging.filePath");
        weir.ReplaceConfig(config.With(("logging.mode", "stdout")));
        await weir.Log.EventAsync("config_reloaded");
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_on_stderr_counted_and_shown()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("accessLog.enabled", true),
                ("accessLog.path", "/dev/full")
            )
        );
        for (int i = 0; i < 30; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        }

        await Eventually.Until(() => weir.Log.Errors.Count > 0, "stderr says so");
        weir.Log.Errors.ShouldBe([
            "weir: the access log: cannot be written: No space left on device",
        ]);
        const string Problem = "the access log: cannot be written: No space left on device";
        JsonNode status = JsonNode.Parse(
            (await weir.Admin.SendAsync("GET", "/api/v1/status")).Body
        )!;
        status["logProblems"]![0]!.ToString().ShouldBe(Problem);
        string admin = weir.AddressOf("admin").ToString();
        (await WeirProgram.RunAsync("status", "--admin", admin)).Output.ShouldContain(Problem);
    }

    [Fact]
    public async Task Events_that_a_full_disk_refuses_are_counted_at_once()
    {
        using TestBackend backend = TestBackend.Http();
        var endpoint = new IPEndPoint(LoopbackAddress.Next(), 8080);
        using var folder = new TempFolder();
        JsonObject config = TestConfig.Http(
            [backend.Address],
            ("admin.address", endpoint.ToString()),
            ("logging.mode", "file"),
            ("logging.filePath", "/dev/full")
        );
        string file = folder.Write("weir.json", config.ToJsonString());
        using var process = Process.Start(WeirProgram.Command("run", "-c", file))!; // a program is started
        string? told = await process.StandardError.ReadLineAsync(
            TestContext.Current.CancellationToken
        );
        told.ShouldBe("weir: the log: cannot be written: No space left on device");
        using var admin = new WeirAdmin(endpoint);
        await Eventually.Until(
            async () =>
            {
                try
                {
                    return (await admin.MetricsAsync()).Value(
                            "weir_log_dropped_total",
                            ("log", "events")
                        ) > 0;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the start's events are counted as lost"
        );
        Signals.Send(process.Id, "TERM");
        await Eventually.Within(
            process.WaitForExitAsync(TestContext.Current.CancellationToken),
            "it ends"
        );
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_anew_goes_on_and_is_shown_until_it_can()
    {
        using TestBackend backend = TestBackend.Http();
        using var folder = new TempFolder();
        string logs = Path.Combine(folder.Path, "logs");
        Directory.CreateDirectory(logs);
        string path = Path.Combine(logs, "access.log");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("accessLog.enabled", true),
                ("accessLog.path", path)
            )
        );
        Directory.Move(logs, logs + ".old");
        weir.Signal("USR1");
        await Eventually.Until(
            async () =>
                (await StatusAsync(weir)).Contains(
                    "cannot be opened anew",
                    StringComparison.Ordinal
                ),
            "status says so"
        );
        Directory.CreateDirectory(logs);
        weir.Signal("USR1");
        await Eventually.Until(
            async () => !(await StatusAsync(weir)).Contains("anew", StringComparison.Ordinal),
            "status says so no more"
        );
        File.Exists(path).ShouldBeTrue();
    }

    private static async Task<string> StatusAsync(WeirProcess weir) =>
        (await weir.Admin.SendAsync("GET", "/api/v1/status")).Body;
}
