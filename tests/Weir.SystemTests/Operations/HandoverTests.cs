// USR2 replaces the program under load, and nobody notices: sockets and their queues go from process to process. UPGRADES sets how often.
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class HandoverTests
{
    private static readonly int[] s_reactors = [4, 1, 2];
    private static readonly int s_upgrades = int.Parse(
        Environment.GetEnvironmentVariable("UPGRADES") ?? "3",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task Upgrades_under_load_fail_nothing_also_with_more_or_fewer_reactors()
    {
        using TestBackend backend = TestBackend.Http();
        JsonObject config = TestConfig.Http([backend.Address], ("reactor.threads", 2));
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        IPEndPoint listener = weir.Endpoint;
        IPEndPoint admin = weir.Admin.Endpoint;
        LoadClients load = LoadClients.Start(listener);
        await load.UntilAnswersAsync(200);

        for (int upgrade = 0; upgrade < s_upgrades; upgrade++)
        {
            int reactors = s_reactors[upgrade % s_reactors.Length];
            weir.ReplaceConfig(config.With(("reactor.threads", reactors)));
            await weir.UpgradeAsync();
            await load.UntilAnswersAsync(200);
            weir.Endpoint.ShouldBe(listener, "the port that was any free one is kept");
            weir.Admin.Endpoint.ShouldBe(admin);
            (await weir.Admin.StatusOfAsync("/readyz")).ShouldBe(200);
            weir.ThreadNames.Count(n => n.StartsWith("weir-reactor-", StringComparison.Ordinal))
                .ShouldBe(reactors);
        }

        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
        weir.Signal("TERM");
        await Eventually.Until(
            () => weir.Log.Named("drained").Count == s_upgrades + 1,
            "every process has drained"
        );
    }

    [Fact]
    public async Task Clients_that_connect_anew_for_each_request_are_never_refused()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using var ending = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(_ => AskAsync(weir, ending.Token))];
        await Eventually.Until(() => backend.Requests.Count > 100, "they ask");
        await weir.UpgradeAsync();
        int before = backend.Requests.Count;
        await Eventually.Until(() => backend.Requests.Count > before + 100, "they go on");
        await ending.CancelAsync();
        int answers = (await Eventually.Within(Task.WhenAll(clients), "the clients end")).Sum();
        answers.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_successor_that_cannot_start_leaves_everything_as_it_was()
    {
        using TestBackend backend = TestBackend.Http();
        JsonObject good = TestConfig.Http([backend.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(good);
        LoadClients load = LoadClients.Start(weir.Endpoint);
        await load.UntilAnswersAsync(100);
        weir.ReplaceConfigText("{ broken");
        weir.Signal("USR2");
        LogEvent failed = await weir.Log.EventAsync("upgrade_failed");
        failed.Text("reason")!.ShouldContain("ended with code 1");
        weir.Log.Errors.ShouldContain(line =>
            line.Contains("weir.json:1:", StringComparison.Ordinal)
        );
        await load.UntilAnswersAsync(100);

        weir.ReplaceConfig(good);
        await weir.UpgradeAsync();
        await load.UntilAnswersAsync(100);
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
    }

    [Fact]
    public async Task A_session_of_the_old_process_runs_on_until_it_ends_and_the_new_one_takes_the_next()
    {
        using TestBackend backend = TestBackend.Echo();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("shutdown.drainSeconds", 20))
        );
        using RawClient old = await RawClient.ConnectAsync(weir.Endpoint);
        await old.SendAsync("a");
        (await old.ReadTextAsync(1)).ShouldBe("a");
        Task upgrade = weir.UpgradeAsync();
        await weir.Log.EventAsync("shutdown");
        await old.SendAsync("b");
        (await old.ReadTextAsync(1)).ShouldBe("b");
        old.EndSending();
        await old.ExpectEndAsync();
        await upgrade;

        using RawClient next = await RawClient.ConnectAsync(weir.Endpoint);
        await next.SendAsync("c");
        (await next.ReadTextAsync(1)).ShouldBe("c");
    }

    [Theory]
    [InlineData("default", "127.0.0.1:0")]
    [InlineData("weir.socket", null)]
    public async Task A_socket_of_the_service_manager_serves_the_listener_of_its_name_or_address(
        string name,
        string? configured
    )
    {
        string socket = $"{LoopbackAddress.Next()}:9000";
        using TestBackend backend = TestBackend.Http();
        JsonObject config = TestConfig.Http(
            [backend.Address],
            ("reactor.threads", 2),
            ("admin.address", "127.0.0.1:0")
        );
        config["listen"] = new JsonObject { ["address"] = configured ?? socket, ["mode"] = "http" };
        await using WeirProcess weir = await WeirProcess.StartActivatedAsync(config, socket, name);
        weir.Endpoint.ToString().ShouldBe(socket);
        LoadClients load = LoadClients.Start(weir.Endpoint);
        await load.UntilAnswersAsync(50);
        await weir.UpgradeAsync();
        await load.UntilAnswersAsync(50);
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
        weir.Log.Named("error").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_socket_that_no_listener_wants_is_named()
    {
        string socket = $"{LoopbackAddress.Next()}:9000";
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartActivatedAsync(
            TestConfig.Http([backend.Address], ("admin.address", "127.0.0.1:0")),
            socket,
            "other"
        );
        LogEvent error = await weir.Log.EventAsync("error");
        error.Text("message")!.ShouldContain($"{socket} (other)");
    }

    private static async Task<int> AskAsync(WeirProcess weir, CancellationToken ending)
    {
        int answers = 0;
        while (!ending.IsCancellationRequested)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
            answers++;
        }

        return answers;
    }
}
