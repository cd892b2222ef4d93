// A reload changes what it says and disturbs nothing else.
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class ReloadTests
{
    [Fact]
    public async Task Reloads_under_load_fail_nothing_however_they_come()
    {
        using TestBackend old = TestBackend.Http("old");
        using TestBackend added = TestBackend.Http("added");
        JsonObject both = TestConfig.Http([old.Address, added.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(TestConfig.Http([old.Address]));
        LoadClients load = LoadClients.Start(weir.Endpoint);
        await load.UntilAnswersAsync(200);

        weir.ReplaceConfig(both); // the watcher sees it
        await Eventually.Until(() => !added.Requests.IsEmpty, "the new backend gets requests");
        await ReloadedAsync(weir, 1);

        // Right after the watcher's reload a HUP is the same change; once that is over it is one of its own.
        await Eventually.Until(
            async () =>
            {
                weir.Signal("HUP");
                await Eventually.Pass(TimeSpan.FromMilliseconds(200));
                return weir.Log.Named("config_reloaded").Count >= 2;
            },
            "a HUP reloads an unchanged file"
        );
        await load.UntilAnswersAsync(200);

        AdminAnswer answer = await weir.Admin.SendAsync("POST", "/api/v1/reload");
        answer.Status.ShouldBe(200);
        await ReloadedAsync(weir, 3);
        await load.UntilAnswersAsync(200);

        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
        load.ClosesAnnounced.ShouldBe(0);
        load.Bodies.Keys.Order().ShouldBe(["added", "old"]);
    }

    [Fact]
    public async Task A_file_that_is_written_in_place_is_taken_too()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(TestConfig.Http([one.Address]));
        JsonObject config = TestConfig.Http([two.Address]);
        await File.WriteAllTextAsync(
            weir.ConfigPath,
            config.With(("admin.address", "127.0.0.1:0")).ToJsonString(),
            TestContext.Current.CancellationToken
        );
        await weir.Log.EventAsync("config_reloaded");
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
    }

    [Fact]
    public async Task A_symbolic_links_new_target_is_taken_as_in_a_container()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(TestConfig.Http([one.Address]));
        string target = Path.Combine(weir.Folder, "target.json");
        JsonObject config = TestConfig.Http([two.Address]);
        await File.WriteAllTextAsync(
            target,
            config.With(("admin.address", "127.0.0.1:0")).ToJsonString(),
            TestContext.Current.CancellationToken
        );
        string link = Path.Combine(weir.Folder, "link");
        File.CreateSymbolicLink(link, target);
        File.Move(link, weir.ConfigPath, overwrite: true);
        await weir.Log.EventAsync("config_reloaded");
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("""{ "listen": { "port": 0 }, "backends": [] }""")]
    [InlineData("")]
    public async Task A_bad_file_changes_nothing_and_is_reported(string bad)
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.GetAsync();
        weir.ReplaceConfigText(bad);
        await weir.Log.EventAsync("config_rejected");
        AdminAnswer answer = await weir.Admin.SendAsync("POST", "/api/v1/reload");
        answer.Status.ShouldBe(422);
        answer.Body.ShouldContain("weir.json");
        (await client.GetAsync()).Status.ShouldBe(200);
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_config_reloads_total", ("result", "rejected")).ShouldBeGreaterThan(0);
        metrics.Value("weir_config_reloads_total", ("result", "success")).ShouldBe(0);
    }

    [Fact]
    public async Task A_removed_listeners_connections_finish()
    {
        var gate = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Http(
            async (r, c) =>
            {
                if (r.Target == "/slow")
                {
                    await gate.Task;
                }

                await c.RespondAsync("done");
            }
        );
        using TestBackend echo = TestBackend.Echo();
        JsonObject config = TwoListeners(backend, echo);
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        using RawClient slow = await RawClient.ConnectAsync(weir.AddressOf("web"));
        await slow.SendAsync("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        using RawClient tcp = await RawClient.ConnectAsync(weir.AddressOf("cache"));
        await tcp.SendAsync("a");
        await tcp.ReadTextAsync(1);
        await Eventually.Until(() => !backend.Requests.IsEmpty, "the slow request runs");

        System.Net.IPEndPoint web = weir.AddressOf("web");
        System.Net.IPEndPoint cache = weir.AddressOf("cache");
        weir.ReplaceConfig(
            TestConfig.Parse(
                $$"""
                { "listeners": [ { "name": "other", "address": "127.0.0.1:0", "mode": "tcp", "cluster": "c" } ],
                  "clusters": { "c": { "backends": [ { "address": "{{echo.Address}}" } ] } } }
                """
            )
        );
        await weir.Log.EventAsync("config_reloaded");
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "other");
        foreach (System.Net.IPEndPoint gone in new[] { web, cache })
        {
            await Eventually.Until(
                async () =>
                {
                    try
                    {
                        using RawClient probe = await RawClient.ConnectAsync(gone);
                        return false;
                    }
                    catch (System.Net.Sockets.SocketException)
                    {
                        return true;
                    }
                },
                "the removed listener is closed"
            );
        }

        gate.SetResult();
        (await slow.ReadResponseAsync()).Body.ShouldBe("done");
        await tcp.SendAsync("b");
        (await tcp.ReadTextAsync(1)).ShouldBe("b");
    }

    [Fact]
    public async Task Health_state_weight_and_pools_survive_a_reload()
    {
        using TestBackend dead = TestBackend.Http();
        using TestBackend alive = TestBackend.Http("alive");
        using TestBackend drained = TestBackend.Http("drained");
        dead.StopListening();
        JsonObject Config() =>
            TestConfig.Http(
                [dead.Address, alive.Address, drained.Address],
                ("reactor.threads", 1),
                ("loadBalancer.backendFailureThreshold", 1),
                ("loadBalancer.backendCheckInterval", "1h")
            );
        await using WeirProcess weir = await WeirProcess.StartAsync(Config());
        await weir.Log.EventAsync("backend_unhealthy");
        await weir.Admin.ControlAsync("drain", drained.Address);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        (await client.GetAsync()).Body.ShouldBe("alive");
        Metrics before = await weir.Admin.MetricsAsync();

        weir.ReplaceConfig(Config().With(("loadBalancer.retries", 2)));
        await weir.Log.EventAsync("config_reloaded");
        (await client.GetAsync()).Body.ShouldBe("alive");
        Metrics after = await weir.Admin.MetricsAsync();
        after.Value("backend_health_status", ("backend", dead.Address)).ShouldBe(0);
        after
            .Value("weir_pool_acquires_total", ("backend", alive.Address), ("result", "reused"))
            .ShouldBe(1);
        after.Sum("weir_requests_total").ShouldBe(before.Sum("weir_requests_total") + 1);
        (await weir.Admin.BackendAsync(drained.Address))
            .GetProperty("state")
            .GetString()
            .ShouldBe("drain");
    }

    [Fact]
    public async Task What_needs_a_restart_is_a_warning_and_the_rest_applies()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(TestConfig.Http([one.Address]));
        await File.WriteAllTextAsync(
            weir.ConfigPath,
            TestConfig
                .Http([two.Address])
                .With(("admin.address", "127.0.0.1:0"), ("reactor.threads", 1))
                .ToJsonString(),
            TestContext.Current.CancellationToken
        );
        AdminAnswer answer = await weir.Admin.SendAsync("POST", "/api/v1/reload");
        answer.Status.ShouldBe(200);
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
        LogEvent reloaded = await weir.Log.EventAsync("config_reloaded");
        (answer.Body + reloaded.Line).ShouldContain("reactor");
    }

    private static async Task ReloadedAsync(WeirProcess weir, int times) =>
        await Eventually.Until(
            () => weir.Log.Named("config_reloaded").Count >= times,
            $"{times} reloads are logged; the log:\n{weir.Log}"
        );

    private static JsonObject TwoListeners(TestBackend web, TestBackend cache) =>
        TestConfig.Parse(
            $$"""
            {
              "listeners": [
                { "name": "web", "address": "127.0.0.1:0", "mode": "http", "cluster": "w" },
                { "name": "cache", "address": "127.0.0.1:0", "mode": "tcp", "cluster": "c" } ],
              "clusters": {
                "w": { "backends": [ { "address": "{{web.Address}}" } ] },
                "c": { "backends": [ { "address": "{{cache.Address}}" } ] } }
            }
            """
        );
}
