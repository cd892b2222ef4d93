// Listeners whose addresses overlap, at start and by a reload: the kernel gives each connection to the one that fits best, and none is lost
// while addresses become wider and narrower.
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class AddressChangeTests
{
    [Fact]
    public async Task An_address_is_widened_and_narrowed_while_clients_connect_and_none_is_refused()
    {
        using TestBackend backend = TestBackend.Http();
        int port = FreePort();
        JsonObject config = Config((backend, $"127.0.0.1:{port}"));
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        using var ending = new CancellationTokenSource();
        Task<int>[] clients =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(port, ending.Token))),
        ];
        int reloads = 0;
        foreach (
            string host in (string[])
                ["0.0.0.0", "[::]", "0.0.0.0", "127.0.0.1", "[::]", "127.0.0.1", "0.0.0.0"]
        )
        {
            int before = backend.Requests.Count;
            weir.ReplaceConfig(config.With(("listeners.0.address", $"{host}:{port}")));
            await ReloadedAsync(weir, ++reloads);
            weir.AddressOf("l0").ToString().ShouldBe($"{host}:{port}");
            await Eventually.Until(() => backend.Requests.Count > before + 50, "they go on");
            await EventuallyAnswersAsync(IPAddress.IPv6Loopback, port, host == "[::]");
            await EventuallyAnswersAsync(IPAddress.Parse("127.0.0.9"), port, host != "127.0.0.1");
        }

        await ending.CancelAsync();
        (await Eventually.Within(Task.WhenAll(clients), "the clients end"))
            .Sum()
            .ShouldBeGreaterThan(100);
        weir.Log.Named("error").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_IPv4_address_beside_every_IPv6_address_and_one_of_its_own()
    {
        using TestBackend four = TestBackend.Http("four");
        using TestBackend six = TestBackend.Http("six");
        using TestBackend one = TestBackend.Http("one");
        int port = FreePort();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            Config((six, $"[::]:{port}"), (four, $"0.0.0.0:{port}"), (one, $"127.0.0.5:{port}"))
        );
        for (int i = 0; i < 20; i++)
        {
            (await BodyAsync(IPAddress.Loopback, port)).ShouldBe("four");
            (await BodyAsync(IPAddress.IPv6Loopback, port)).ShouldBe("six");
            (await BodyAsync(IPAddress.Parse("127.0.0.5"), port)).ShouldBe("one");
        }
    }

    [Fact]
    public async Task Every_IPv4_address_is_added_to_and_taken_from_every_address()
    {
        using TestBackend four = TestBackend.Http("four");
        using TestBackend six = TestBackend.Http("six");
        int port = FreePort();
        JsonObject both() => Config((six, $"[::]:{port}"), (four, $"0.0.0.0:{port}"));
        JsonObject alone() => Config((six, $"[::]:{port}"));
        await using WeirProcess weir = await WeirProcess.StartAsync(alone());
        (await BodyAsync(IPAddress.Loopback, port)).ShouldBe("six");
        for (int round = 0; round < 2; round++)
        {
            weir.ReplaceConfig(both());
            await ReloadedAsync(weir, (round * 2) + 1);
            await EventuallyBodyAsync(IPAddress.Loopback, port, "four");
            (await BodyAsync(IPAddress.IPv6Loopback, port)).ShouldBe("six");

            weir.ReplaceConfig(alone());
            await ReloadedAsync(weir, (round * 2) + 2);
            await EventuallyBodyAsync(IPAddress.Loopback, port, "six");
            (await BodyAsync(IPAddress.IPv6Loopback, port)).ShouldBe("six");
        }
    }

    [Fact]
    public async Task A_listener_of_every_address_beside_the_admin_API_on_one()
    {
        using TestBackend backend = TestBackend.Http("web");
        int port = FreePort();
        JsonObject config = Config((backend, $"[::]:{port}"));
        config["admin"]!["address"] = $"127.0.0.1:{port}";
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        (await weir.Admin.StatusOfAsync("/livez")).ShouldBe(200);
        (await BodyAsync(IPAddress.IPv6Loopback, port)).ShouldBe("web");
        (await BodyAsync(IPAddress.Parse("127.0.0.9"), port)).ShouldBe("web");

        // The admin API stays where it is until a restart, so its very address is nobody else's.
        config["admin"]!["address"] = "127.0.0.1:0";
        weir.ReplaceConfig(config.With(("listeners.0.address", $"127.0.0.1:{port}")));
        LogEvent rejected = await weir.Log.EventAsync("config_rejected");
        rejected.Line.ShouldContain($"cannot listen on 127.0.0.1:{port}: the admin API does");
    }

    [Fact]
    public async Task An_upgrade_with_a_wider_address_in_its_file_refuses_nobody()
    {
        using TestBackend backend = TestBackend.Http();
        int port = FreePort();
        JsonObject config = Config((backend, $"127.0.0.1:{port}"));
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        using var ending = new CancellationTokenSource();
        Task<int>[] clients =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(port, ending.Token))),
        ];
        weir.ReplaceConfig(config.With(("listeners.0.address", $"[::]:{port}")));
        await weir.UpgradeAsync();
        int before = backend.Requests.Count;
        await Eventually.Until(() => backend.Requests.Count > before + 50, "they go on");
        await ending.CancelAsync();
        await Eventually.Within(Task.WhenAll(clients), "the clients end");
        await EventuallyAnswersAsync(IPAddress.IPv6Loopback, port, true);
    }

    [Fact]
    public async Task A_reload_waits_for_the_upgrade_under_way_which_wants_the_same_new_address()
    {
        using TestBackend backend = TestBackend.Http("web");
        int port = FreePort();
        int added = FreePort();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            Config((backend, $"127.0.0.1:{port}"))
        );
        weir.ReplaceConfig(Config((backend, $"127.0.0.1:{port}"), (backend, $"127.0.0.1:{added}")));
        Task upgrade = weir.UpgradeAsync();
        await weir.Log.EventAsync("upgrade_started");
        weir.Signal("HUP");
        await upgrade;
        (await BodyAsync(IPAddress.Loopback, port)).ShouldBe("web");
        (await BodyAsync(IPAddress.Loopback, added)).ShouldBe("web");
        weir.Log.ToString().ShouldNotContain("already in use");
    }

    [Fact]
    public async Task Who_has_the_port_is_named_and_nothing_changes()
    {
        using TestBackend backend = TestBackend.Http("web");
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        other.Listen();
        int taken = ((IPEndPoint)other.LocalEndPoint!).Port; // bound
        int port = FreePort();
        JsonObject config = Config((backend, $"127.0.0.1:{port}"));
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        weir.ReplaceConfig(config.With(("listeners.0.address", $"127.0.0.1:{taken}")));
        LogEvent rejected = await weir.Log.EventAsync("config_rejected");
        rejected.Line.ShouldContain($"(process {Environment.ProcessId}) listens on [::]:{taken}");
        (await BodyAsync(IPAddress.Loopback, port)).ShouldBe("web");
    }

    private static JsonObject Config(params (TestBackend Backend, string Address)[] listeners)
    {
        var config = new JsonObject
        {
            ["listeners"] = new JsonArray(),
            ["clusters"] = new JsonObject(),
            ["reactor"] = new JsonObject { ["threads"] = 2 },
            ["admin"] = new JsonObject { ["address"] = "127.0.0.1:0" },
        };
        for (int i = 0; i < listeners.Length; i++)
        {
            config["listeners"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["name"] = $"l{i}",
                        ["mode"] = "http",
                        ["address"] = listeners[i].Address,
                        ["cluster"] = $"c{i}",
                    }
                );
            config["clusters"]![$"c{i}"] = new JsonObject
            {
                ["backends"] = new JsonArray(
                    new JsonObject { ["address"] = listeners[i].Backend.Address }
                ),
            };
        }

        return config;
    }

    private static async Task ReloadedAsync(WeirProcess weir, int times) =>
        await Eventually.Until(
            () =>
                weir.Log.Named("config_reloaded").Count >= times
                || weir.Log.Named("config_rejected").Count > 0,
            $"{times} reloads are logged; the log:\n{weir.Log}"
        );

    private static async Task<int> AskAsync(int port, CancellationToken ending)
    {
        int answers = 0;
        while (!ending.IsCancellationRequested)
        {
            (await RawClient.GetAsync(new IPEndPoint(IPAddress.Loopback, port))).Status.ShouldBe(
                200
            );
            answers++;
        }

        return answers;
    }

    // What waits in the queue of a socket that goes is still answered, so the next listener's answer may take a moment.
    private static Task EventuallyBodyAsync(IPAddress address, int port, string body) =>
        Eventually.Until(
            async () => await BodyAsync(address, port) == body,
            $"{address} is answered by {body}"
        );

    private static async Task<string> BodyAsync(IPAddress address, int port) =>
        (await RawClient.GetAsync(new IPEndPoint(address, port))).Body;

    // A narrower address closes the wider sockets within a moment.
    private static Task EventuallyAnswersAsync(IPAddress address, int port, bool expected) =>
        Eventually.Until(
            async () => await AnswersAsync(address, port) == expected,
            $"{address} is answered: {expected}"
        );

    private static async Task<bool> AnswersAsync(IPAddress address, int port)
    {
        try
        {
            return (await BodyAsync(address, port)).Length > 0;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }

    // Free for every address of both families, and not one that the kernel gives to a client any moment: the test listens first.
    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound
    }
}
