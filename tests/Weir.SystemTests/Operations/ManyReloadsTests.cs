// Reload after reload under load, with connections that were there before the first and are there after the last. RELOADS sets how many.
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

[Collection(AloneCollection.Name)]
public sealed class ManyReloadsTests
{
    private const string AskForTunnel =
        "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private static readonly int s_reloads = int.Parse(
        Environment.GetEnvironmentVariable("RELOADS") ?? "12",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task Long_lived_connections_outlast_every_reload_and_no_request_fails()
    {
        using var peers = new Peers();
        await using WeirProcess weir = await WeirProcess.StartAsync(peers.Config(0));
        LoadClients load = LoadClients.Start(weir.AddressOf("web-0"));
        await ReloadAsync(weir, peers, () => load.UntilAnswersAsync(20));
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
        load.ClosesAnnounced.ShouldBe(0);
    }

    [Fact]
    public async Task Under_64_clients_of_wrk_no_reload_fails_a_request_either()
    {
        using var peers = new Peers();
        await using WeirProcess weir = await WeirProcess.StartAsync(peers.Config(0));
        using LoadTool wrk = LoadTool.Start(
            "/usr/bin/wrk",
            $"-t1 -c64 -d600s http://{weir.AddressOf("web-0")}/"
        );
        await ReloadAsync(
            weir,
            peers,
            async () =>
            {
                int target = peers.Requests + 200;
                await Eventually.Until(() => peers.Requests > target, "wrk goes on");
            }
        );
        string said = await wrk.InterruptAsync();
        said.ShouldContain("requests in");
        said.ShouldNotContain("Non-2xx");
        said.ShouldNotContain("Socket errors");
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_reloads} reloads\n{said}");
    }

    // A tcp session and a tunnel are there before the first reload, and speak after each.
    private static async Task ReloadAsync(WeirProcess weir, Peers peers, Func<Task> loadGoesOn)
    {
        string front = weir.AddressOf("web-0").ToString();
        using RawClient tcp = await RawClient.ConnectAsync(weir.AddressOf("tcp"));
        using RawClient tunnel = await RawClient.ConnectAsync(weir.AddressOf("chat"));
        (await tunnel.ExchangeAsync(AskForTunnel)).Status.ShouldBe(101);
        for (int round = 1; round <= s_reloads; round++)
        {
            // The listener changes its name and keeps its address: its sockets go on.
            weir.ReplaceConfig(peers.Config(round).With(("listeners.0.address", front)));
            (await weir.Admin.SendAsync("POST", "/api/v1/reload")).Status.ShouldBe(200);
            foreach (RawClient client in new[] { tcp, tunnel })
            {
                await client.SendAsync($"{round:000}");
                (await client.ReadTextAsync(3)).ShouldBe($"{round:000}");
            }

            await loadGoesOn();
        }
    }

    private sealed class Peers : IDisposable
    {
        private readonly TestBackend _http;
        private readonly TestBackend _other;
        private readonly TestBackend _echo = TestBackend.Echo();
        private readonly TestBackend _chat = TestBackend.Start(ChatAsync);

        private int _requests;

        public Peers()
        {
            _http = TestBackend.Start(AnswerAsync);
            _other = TestBackend.Start(AnswerAsync);
        }

        public int Requests => Volatile.Read(ref _requests);

        public JsonObject Config(int round) =>
            TestConfig.Parse(
                $$"""
                { "listeners": [
                    { "name": "web-{{round
                    % 2}}", "address": "127.0.0.1:0", "mode": "http", "backlog": {{512
                    + round}}, "cluster": "{{(round % 3 == 0 ? "blue" : round % 3 == 1 ? "azure" : "green")}}" },
                    { "name": "chat", "address": "127.0.0.1:0", "mode": "http", "cluster": "chat" },
                    { "name": "tcp", "address": "127.0.0.1:0", "mode": "tcp", "cluster": "tcp" } ],
                  "clusters": {
                    {{WebClusters(round)}},
                    "chat": { "backends": [ { "address": "{{_chat.Address}}" } ] },
                    "tcp": { "connectionPoolSize": {{1
                    + round % 4}}, "backends": [ { "address": "{{_echo.Address}}" } ] } } }
                """
            );

        // A cluster is renamed, then the route moves to another one beside it, then one with other backends replaces both.
        private string WebClusters(int round)
        {
            string http = $$"""{ "address": "{{_http.Address}}" }""";
            string other =
                $$"""{ "address": "{{_other.Address}}", "weight": {{1 + (round % 5)}} }""";
            return (round % 3) switch
            {
                0 => $$"""
                    "blue": { "algorithm": "random", "backends": [ {{http}}, {{other}} ] }
                    """,
                1 => $$"""
                    "azure": { "backends": [ {{http}}, {{other}} ] }
                    """,
                _ => $$"""
                    "azure": { "backends": [ {{http}} ] }, "green": { "backends": [ {{other}} ] }
                    """,
            };
        }

        public void Dispose()
        {
            foreach (TestBackend backend in new[] { _http, _other, _echo, _chat })
            {
                backend.Dispose();
            }
        }

        // Keeps no request: wrk sends a million of them.
        private async Task AnswerAsync(BackendConnection connection)
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                Interlocked.Increment(ref _requests);
                await connection.RespondAsync("hello");
            }
        }

        private static async Task ChatAsync(BackendConnection connection)
        {
            if (await connection.ReadRequestAsync() is not null)
            {
                await connection.SendAsync(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                );
                await Scripts.EchoAsync(connection, "");
            }
        }
    }
}
