// The log as operators and their tools read it.
using System.Globalization;
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

public sealed class LogTests
{
    [Fact]
    public async Task Every_line_is_an_event_with_time_and_level()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("logging.level", "debug"))
        );
        using (RawClient client = await RawClient.ConnectAsync(weir.Endpoint))
        {
            await client.GetAsync();
        }

        LogEvent closed = await weir.Log.EventAsync("connection_close");
        LogEvent start = await weir.Log.EventAsync("start");
        start.Text("engine").ShouldBe(TestEngine.Name);
        start.Text("engineReason").ShouldBe("configured");
        LogEvent opened = await weir.Log.EventAsync("connection_open");
        foreach (LogEvent line in weir.Log.Events)
        {
            line.Name.ShouldNotBeEmpty();
            line.Text("level").ShouldBeOneOf("debug", "info", "warn", "error");
            line.Text("timestamp").ShouldNotBeNull().ShouldEndWith("Z");
            DateTimeOffset
                .Parse(line.Text("timestamp")!, CultureInfo.InvariantCulture)
                .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2));
        }

        foreach (
            string field in new[]
            {
                "connectionId",
                "client",
                "backend",
                "bytesIn",
                "bytesOut",
                "durationMs",
                "reason",
            }
        )
        {
            closed.Json.TryGetProperty(field, out _).ShouldBeTrue(field);
        }

        opened.Text("connectionId").ShouldBe(closed.Text("connectionId"));
        closed.Text("backend").ShouldBe(backend.Address);
    }

    [Fact]
    public async Task An_access_line_tells_the_request()
    {
        using TestBackend backend = TestBackend.Http("12345");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("accessLog.enabled", true))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync(
            "POST /path?q=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        );
        LogEvent line = await weir.Log.EventAsync("access");
        line.Text("listener").ShouldBe("default");
        line.Text("cluster").ShouldBe("default");
        line.Text("backend").ShouldBe(backend.Address);
        line.Text("client").ShouldBe(client.Socket.LocalEndPoint!.ToString());
        line.Text("method").ShouldBe("POST");
        line.Text("path").ShouldBe("/path?q=1");
        line.Number("status").ShouldBe(200);
        line.Json.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        line.Number("bytesIn").ShouldBe(client.BytesSent);
        line.Number("bytesOut").ShouldBe(client.BytesReceived);
        line.Number("attempts").ShouldBe(1);
        line.Number("durationMs").ShouldBeInRange(0, 20_000);
        line.Number("queueMs").ShouldBe(0);
        line.Number("connectMs").ShouldBeInRange(0, line.Number("durationMs"));
        line.Number("firstByteMs").ShouldBeInRange(0, line.Number("durationMs"));
        line.Text("requestId").ShouldBe(answer.Field("X-Request-Id"));
        line.Json.TryGetProperty("route", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_combined_line_is_what_httpd_would_write()
    {
        using TestBackend backend = TestBackend.Http("12345");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("accessLog.enabled", true),
                ("accessLog.format", "combined"),
                ("accessLog.path", "access.log")
            )
        );
        await RawClient.OnceAsync(
            weir.Endpoint,
            "GET /a?b HTTP/1.1\r\nHost: a\r\nUser-Agent: \"me\"\r\nConnection: close\r\n\r\n"
        );
        // Two workers may log at one time in either order.
        string path = Path.Combine(weir.Folder, "access.log");
        await Eventually.Until(() => Has(path, " 200 "), "the first line is written");
        await RawClient.OnceAsync(weir.Endpoint, "GET / HTTP/1.1\r\n\r\n");
        await Eventually.Until(() => Has(path, " 400 "), "both lines are written");
        string[] lines = File.ReadAllLines(path);
        const string Start =
            """^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] """;
        lines[0].ShouldMatch(Start + """ "GET /a\?b HTTP/1\.1" 200 5 "-" "\\"me\\""$ """.Trim());
        lines[1].ShouldMatch(Start + """ "-" 400 [1-9]\d* "-" "-"$ """.Trim());
    }

    [Fact]
    public async Task An_access_log_in_a_file_is_reopened_on_USR1()
    {
        using TestBackend backend = TestBackend.Http();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weir-log-");
        string path = Path.Combine(folder.FullName, "access.log");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                (
                    "accessLog",
                    new
                    {
                        enabled = true,
                        format = "combined",
                        path,
                    }
                )
            )
        );
        await RawClient.GetAsync(weir.Endpoint, "/first");
        await Eventually.Until(
            () => Has(path, "\"GET /first HTTP/1.1\" 200 "),
            "the line is written"
        );
        File.Move(path, path + ".1");
        weir.Signal("USR1");
        await Eventually.Until(() => File.Exists(path), "the file is opened anew");
        await RawClient.GetAsync(weir.Endpoint, "/second");
        await Eventually.Until(() => Has(path, "/second"), "the new file gets the next line");
        Has(path + ".1", "/second").ShouldBeFalse();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Threads_have_the_names_that_operators_look_for()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("reactor.threads", 2))
        );
        string[] expected =
        [
            "weir-reactor-0",
            "weir-reactor-1",
            "weir-health",
            "weir-timeouts",
            "weir-metrics",
        ];
        await Eventually.Until(
            () => expected.Except(weir.ThreadNames).ToArray() is [],
            "all threads run under their names"
        );
    }

    private static bool Has(string path, string text) =>
        File.Exists(path) && File.ReadAllText(path).Contains(text, StringComparison.Ordinal);
}
