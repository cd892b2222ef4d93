// `weir run` and the commands that talk to it.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class RunTests
{
    [Fact]
    public async Task An_invalid_config_is_1_with_every_problem()
    {
        await using WeirProcess weir = WeirProcess.Launch(
            """{ "listen": { "port": "x" }, "backends": [] }""",
            "run",
            "-c"
        );
        (await weir.ExitCodeAsync()).ShouldBe(1);
        await Eventually.Until(() => weir.Log.Errors.Count >= 2, "both problems are told");
        weir.Log.ToString().ShouldContain("weir.json:1:");
    }

    [Fact]
    public async Task A_busy_port_is_named_and_1()
    {
        using TestBackend holder = TestBackend.Http();
        await using WeirProcess weir = LaunchOn(holder);
        (await weir.ExitCodeAsync()).ShouldBe(1);
        await Eventually.Until(
            () => weir.Log.ToString().Contains(holder.Address, StringComparison.Ordinal),
            "the busy address is named"
        );
    }

    [Fact]
    public async Task A_port_that_a_killed_process_lets_go_of_a_moment_later_is_taken()
    {
        using TestBackend holder = TestBackend.Http();
        await using WeirProcess weir = LaunchOn(holder);
        await weir.Log.EventAsync("start");
        holder.Kill();
        await weir.Log.EventAsync("listening");
    }

    [Fact]
    public async Task A_busy_admin_port_is_named_and_1()
    {
        using TestBackend holder = TestBackend.Http();
        await using WeirProcess weir = WeirProcess.Launch(
            TestConfig.Http(["127.0.0.1:9"], ("admin.address", holder.Address)).ToJsonString(),
            "run",
            "-c"
        );
        (await weir.ExitCodeAsync()).ShouldBe(1);
        await Eventually.Until(
            () => weir.Log.ToString().Contains(holder.Address, StringComparison.Ordinal),
            "the busy address is named"
        );
    }

    [Fact]
    public async Task Settings_of_the_command_line_win_over_the_file()
    {
        using TestBackend backend = TestBackend.Http("told");
        await using WeirProcess weir = WeirProcess.Launch(
            TestConfig.Http(["127.0.0.1:9"], ("admin.address", "off")).ToJsonString(),
            "run",
            "--set",
            $"backends.0.address={backend.Address}",
            "--set",
            "listen.port=0",
            "-c"
        );
        await weir.Log.EventAsync("listening");
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("told");
    }

    [Fact]
    public async Task Without_a_file_listen_and_backend_are_enough()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = WeirProcess.LaunchBare(
            "run",
            "--listen",
            "127.0.0.1:0",
            "--mode",
            "http",
            "--backend",
            one.Address,
            "--backend",
            two.Address,
            "--set",
            "admin.address=127.0.0.1:0"
        );
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "default");
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "admin");
        string[] bodies =
        [
            (await RawClient.GetAsync(weir.Endpoint)).Body,
            (await RawClient.GetAsync(weir.Endpoint)).Body,
        ];
        bodies.Order().ShouldBe(["one", "two"]);
        // There is no file to read again.
        (await weir.Admin.SendAsync("POST", "/api/v1/reload")).Status.ShouldBe(409);
        weir.Signal("TERM");
        (await weir.ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_port_alone_is_all_of_loopback_and_a_url_is_a_backend()
    {
        using TestBackend backend = TestBackend.Http("told");
        int port = FreePort();
        await using WeirProcess weir = WeirProcess.LaunchBare(
            "run",
            "--listen",
            $"{port}",
            "--mode",
            "http",
            "--backend",
            $"http://{backend.Address}/",
            "--set",
            "admin.address=127.0.0.1:0"
        );
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "default");
        (await RawClient.GetAsync(new IPEndPoint(IPAddress.Loopback, port))).Body.ShouldBe("told");
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "admin");
        if (LoopbackHasIPv6())
        {
            IPEndPoint twin = new(IPAddress.IPv6Loopback, port);
            (await RawClient.GetAsync(twin)).Body.ShouldBe("told");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // if_inet6: the address in hexadecimal, five more columns with the device last.
    private static bool LoopbackHasIPv6() =>
        File.Exists("/proc/net/if_inet6")
        && File.ReadLines("/proc/net/if_inet6")
            .Any(line => line.StartsWith(new string('0', 31) + "1 ", StringComparison.Ordinal));

    [Fact]
    public async Task On_a_terminal_two_lines_for_people_come_before_the_log()
    {
        ProcessStartInfo run = WeirProgram.Command(
            "run",
            "--listen",
            "127.0.0.1:0",
            "--backend",
            "127.0.0.1:9",
            "--set",
            "admin.address=127.0.0.1:0"
        );
        string command = $"exec {string.Join(' ', [run.FileName, .. run.ArgumentList])}";
        var start = new ProcessStartInfo("script", ["-qefc", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process terminal =
            Process.Start(start) ?? throw new InvalidOperationException("no script(1)");
        try
        {
            string[] lines = await Eventually.Within(ReadLinesAsync(terminal, 3), "three lines");
            lines[0].ShouldMatch(@"listening: tcp 127\.0\.0\.1:\d+$");
            lines[1].ShouldMatch(@"^dashboard: http://127\.0\.0\.1:\d+/$");
            lines[2].ShouldContain("\"event\":\"start\"");
        }
        finally
        {
            terminal.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string[]> ReadLinesAsync(Process terminal, int count)
    {
        List<string> lines = [];
        while (lines.Count < count && await terminal.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line.TrimEnd('\r'));
        }

        return [.. lines];
    }

    [Fact]
    public async Task A_client_that_speaks_tls_is_told_apart_from_a_broken_one()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("\u0016\u0003\u0001\u0002\u0000");
        (await client.ReadResponseAsync()).Status.ShouldBe(400);
        JsonElement failures = await weir.Admin.JsonAsync("/api/v1/failures");
        failures
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("detail")
            .GetString()
            .ShouldBe("the client speaks TLS to a plain http listener");
    }

    [Fact]
    public async Task Status_drain_ready_and_reload_work_from_the_command_line()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([one.Address, two.Address])
        );
        string admin = weir.Admin.Endpoint.ToString();
        CommandResult status = await WeirProgram.RunAsync("status", "--admin", admin, "--json");
        status.ExitCode.ShouldBe(0);
        JsonSerializer
            .Deserialize<JsonElement>(status.Output)
            .GetProperty("pid")
            .GetInt32()
            .ShouldBe(weir.Pid);
        CommandResult table = await WeirProgram.RunAsync("status", "--admin", admin);
        table.Output.ShouldContain(one.Address);
        table.Output.ShouldNotContain("\u001b[");

        (
            await WeirProgram.RunAsync("drain", $"default/{one.Address}", "--admin", admin)
        ).ExitCode.ShouldBe(0);
        for (int i = 0; i < 4; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
        }

        (
            await WeirProgram.RunAsync("ready", $"default/{one.Address}", "--admin", admin)
        ).ExitCode.ShouldBe(0);
        (
            await WeirProgram.RunAsync("maint", "default/nowhere:1", "--admin", admin)
        ).ExitCode.ShouldBe(1);
        (await WeirProgram.RunAsync("reload", "--admin", admin)).ExitCode.ShouldBe(0);
        await weir.Log.EventAsync("config_reloaded");
        string[] bodies =
        [
            (await RawClient.GetAsync(weir.Endpoint)).Body,
            (await RawClient.GetAsync(weir.Endpoint)).Body,
        ];
        bodies.Order().ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_command_without_a_weir_to_talk_to_is_1()
    {
        using var reserved = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        reserved.Bind(new IPEndPoint(LoopbackAddress.Next(), 0));
        CommandResult result = await WeirProgram.RunAsync(
            "status",
            "--admin",
            reserved.LocalEndPoint!.ToString()!
        );
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldNotBeEmpty();
    }

    // To listen where somebody else does.
    private static WeirProcess LaunchOn(TestBackend holder) =>
        WeirProcess.Launch(
            TestConfig
                .Http(
                    ["127.0.0.1:9"],
                    ("listen.host", ((IPEndPoint)holder.Endpoint).Address.ToString()),
                    ("listen.port", holder.Port),
                    ("admin.address", "off")
                )
                .ToJsonString(),
            "run",
            "-c"
        );
}
