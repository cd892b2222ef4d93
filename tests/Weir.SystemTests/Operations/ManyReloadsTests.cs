// Reload after reload under load, with connections that were there before the first and are there after the last. RELOADS sets how many.
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

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
        using TestBackend http = TestBackend.Http();
        using TestBackend other = TestBackend.Http();
        using TestBackend echo = TestBackend.Echo();
        using TestBackend chat = TestBackend.Start(async c =>
        {
            if (await c.ReadRequestAsync() is not null)
            {
                await c.SendAsync(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                );
                await Scripts.EchoAsync(c, "");
            }
        });
        JsonObject Config(int round) =>
            TestConfig.Parse(
                $$"""
                { "listeners": [
                    { "name": "web-{{round
                    % 2}}", "address": "127.0.0.1:0", "mode": "http", "backlog": {{512
                    + round}}, "cluster": "web" },
                    { "name": "chat", "address": "127.0.0.1:0", "mode": "http", "cluster": "chat" },
                    { "name": "tcp", "address": "127.0.0.1:0", "mode": "tcp", "cluster": "tcp" } ],
                  "clusters": {
                    "web": { "algorithm": "{{(round % 3 == 0 ? "random" : "roundRobin")}}",
                             "backends": [ { "address": "{{http.Address}}" }, { "address": "{{other.Address}}", "weight": {{1
                    + round % 5}} } ] },
                    "chat": { "backends": [ { "address": "{{chat.Address}}" } ] },
                    "tcp": { "connectionPoolSize": {{1
                    + round % 4}}, "backends": [ { "address": "{{echo.Address}}" } ] } } }
                """
            );
        await using WeirProcess weir = await WeirProcess.StartAsync(Config(0));
        string front = weir.AddressOf("web-0").ToString();
        LoadClients load = LoadClients.Start(weir.AddressOf("web-0"));
        using RawClient tcp = await RawClient.ConnectAsync(weir.AddressOf("tcp"));
        using RawClient tunnel = await RawClient.ConnectAsync(weir.AddressOf("chat"));
        (await tunnel.ExchangeAsync(AskForTunnel)).Status.ShouldBe(101);

        for (int round = 1; round <= s_reloads; round++)
        {
            // The listener changes its name and keeps its address: its sockets go on.
            weir.ReplaceConfig(Config(round).With(("listeners.0.address", front)));
            (await weir.Admin.SendAsync("POST", "/api/v1/reload")).Status.ShouldBe(200);
            foreach (RawClient client in new[] { tcp, tunnel })
            {
                await client.SendAsync($"{round:000}");
                (await client.ReadTextAsync(3)).ShouldBe($"{round:000}");
            }

            await load.UntilAnswersAsync(20);
        }

        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
        load.ClosesAnnounced.ShouldBe(0);
    }
}
