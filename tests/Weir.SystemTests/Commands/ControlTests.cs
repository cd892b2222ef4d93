// Commands that change a running Weir: how they find it, and what the log keeps of them.
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class ControlTests : IDisposable
{
    private readonly DirectoryInfo _runtime = Directory.CreateTempSubdirectory("weir-run-");

    private (string Name, string Value) RuntimeFolder => ("XDG_RUNTIME_DIR", _runtime.FullName);

    private string RuntimeFiles => Path.Combine(_runtime.FullName, "weir");

    public void Dispose() => _runtime.Delete(recursive: true);

    [Fact]
    public async Task The_log_keeps_who_did_what_and_why()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(TestConfig.Http([backend.Address]));
        string name = $"default/{backend.Address}";
        await RunAsync(weir, "drain", name, "--wait", "--reason", "disk swap");
        await RunAsync(weir, "weight", name, "7");
        await RunAsync(weir, "ready", name);
        await RunAsync(weir, "reload", "--reason", "sale");

        await Eventually.Until(() => weir.Log.Named("operator").Count == 4, "four acts are logged");
        LogEvent[] acts = [.. weir.Log.Named("operator")];
        acts.Select(a => a.Text("what")).ShouldBe(["drain", "weight", "ready", "reload"]);
        acts.Select(a => a.Text("reason")).ShouldBe(["disk swap", "", "", "sale"]);
        acts.Take(3).ShouldAllBe(a => a.Text("backend") == backend.Address);
        foreach (LogEvent act in acts)
        {
            act.Text("who").ShouldNotBeNull().ShouldMatch(@"^127\.0\.0\.1:\d+ - uid=\d+$");
        }
    }

    [Theory]
    [InlineData("""{ "admin": { "address": "ADMIN" }, "bakends": 1, "listen": { """)]
    [InlineData("""{ "listen": { "port": 9000, """)]
    [InlineData("listen:\n  port: 9000\n")]
    public async Task A_running_weir_is_found_beside_its_broken_file(string broken)
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(TestConfig.Http([backend.Address]));
        await File.WriteAllTextAsync(
            weir.ConfigPath,
            broken.Replace("ADMIN", $"{weir.Admin.Endpoint}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        CommandResult result = await RunAsync(weir, "drain", $"default/{backend.Address}");
        result.Output.ShouldStartWith($"default/{backend.Address}: drain");
        result.Errors.ShouldContain("is invalid");
    }

    [Fact]
    public async Task An_instance_that_ended_leaves_nothing_behind()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(TestConfig.Http([backend.Address]));
        await UntilItCanBeFoundAsync();
        weir.Signal("TERM");
        (await weir.ExitCodeAsync()).ShouldBe(0);
        Directory.GetFiles(RuntimeFiles).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_environment_tells_where_it_is_and_with_which_token()
    {
        using TestBackend backend = TestBackend.Http();
        JsonObject config = TestConfig.Http([backend.Address], ("admin.token", "correct-horse"));
        await using WeirProcess weir = await StartAsync(config);
        string name = $"default/{backend.Address}";
        string address = weir.Admin.Endpoint.ToString();
        CommandResult refused = await ElsewhereAsync(name, ("WEIR_ADMIN", address));
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("WEIR_TOKEN");
        CommandResult done = await ElsewhereAsync(
            name,
            ("WEIR_ADMIN", $"http://{address}/"),
            ("WEIR_TOKEN", "correct-horse")
        );
        done.ExitCode.ShouldBe(0, done.Errors);
        CommandResult odd = await ElsewhereAsync(name, ("WEIR_ADMIN", "nonsense"));
        odd.Errors.ShouldContain("WEIR_ADMIN must be HOST:PORT");
    }

    private Task<WeirProcess> StartAsync(JsonObject config) =>
        WeirProcess.StartAsync(config, RuntimeFolder);

    // It is written once all is up, which the log tells a moment before.
    private Task UntilItCanBeFoundAsync() =>
        Eventually.Until(
            () => Directory.Exists(RuntimeFiles) && Directory.GetFiles(RuntimeFiles).Length == 1,
            "the runtime file is there"
        );

    // In the folder of its configuration, whose admin port the system chose.
    private async Task<CommandResult> RunAsync(WeirProcess weir, params string[] command)
    {
        await UntilItCanBeFoundAsync();
        CommandResult result = await WeirProgram.RunInAsync(weir.Folder, [RuntimeFolder], command);
        result.ExitCode.ShouldBe(0, result.Errors);
        return result;
    }

    private Task<CommandResult> ElsewhereAsync(
        string backend,
        params (string Name, string Value)[] environment
    ) => WeirProgram.RunInAsync(_runtime.FullName, environment, "ready", backend);
}
