// The configuration file as it may be found at a bad moment: a pipe, slow, or saved and reloaded by the same tool.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class ConfigReadingTests
{
    // The watcher looks twice a second and trusts what it has seen twice.
    private static readonly TimeSpan s_twoLooks = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task TERM_ends_it_while_a_reload_waits_for_the_file()
    {
        using TestBackend backend = TestBackend.Http("one");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        File.Delete(weir.ConfigPath);
        MakePipe(weir.ConfigPath);
        LogEvent told = await weir.Log.EventAsync("error");
        told.Text("message")!.ShouldContain("no regular file");
        weir.Signal("HUP");
        await Eventually.Until(
            () => weir.ThreadNames.Contains("weir-read"),
            "the reload reads the file"
        );

        weir.Signal("TERM");
        (await weir.ExitCodeAsync()).ShouldBe(0);
        weir.Log.Named("shutdown").Count.ShouldBe(1);
        weir.Log.Named("drained").Count.ShouldBe(1);
        weir.Log.Named("config_rejected").Count.ShouldBe(0);
    }

    [Fact]
    public async Task TERM_ends_a_start_that_waits_for_the_file()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weir-test-");
        string path = Path.Combine(folder.FullName, "weir.json");
        MakePipe(path);
        using Process process = Process.Start(WeirProgram.Command("run", "-c", path))!; // a program is started
        await Eventually.Until(
            () => WeirProcess.ThreadsOf(process.Id).Contains("weir-read"),
            "it reads"
        );
        Signals.Send(process.Id, "TERM");
        await Eventually.Within(
            process.WaitForExitAsync(TestContext.Current.CancellationToken),
            "it ends"
        );
        process.ExitCode.ShouldBe(0);
        (
            await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        ).ShouldContain("before it served");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_saved_file_and_a_HUP_are_one_reload()
    {
        using TestBackend backend = TestBackend.Http("one");
        JsonObject config = TestConfig.Http([backend.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        weir.ReplaceConfigText(With("retries", 3));
        weir.Signal("HUP");
        await weir.Log.EventAsync("config_reloaded");
        await Eventually.Pass(s_twoLooks);
        weir.ReplaceConfigText("{");
        weir.Signal("HUP");
        await weir.Log.EventAsync("config_rejected");
        await Eventually.Pass(s_twoLooks);

        // The watcher goes on: it alone notices this one.
        weir.ReplaceConfigText(With("retries", 2));
        await Eventually.Until(
            () => weir.Log.Named("config_reloaded").Count == 2,
            "the last change is noticed"
        );
        weir.Log.Named("config_rejected").Count.ShouldBe(1);
        string metrics = (await weir.Admin.SendAsync("GET", "/metrics")).Body;
        metrics.ShouldContain("weir_config_reloads_total{result=\"success\"} 2\n");
        metrics.ShouldContain("weir_config_reloads_total{result=\"rejected\"} 1\n");

        // An unchanged file is read again when somebody asks for it, if not by the signal that may belong to the last change.
        await Eventually.Until(
            async () =>
            {
                weir.Signal("HUP");
                await Eventually.Pass(s_twoLooks);
                return weir.Log.Named("config_reloaded").Count >= 3;
            },
            "an explicit reload is done and told"
        );

        string With(string key, int value)
        {
            JsonNode changed = config.DeepClone();
            changed["loadBalancer"] ??= new JsonObject();
            changed["loadBalancer"]![key] = value;
            return changed.ToJsonString();
        }
    }

    private static void MakePipe(string path)
    {
        using Process made = Process.Start("mkfifo", path);
        made.WaitForExit();
    }
}
