// The error table, row by row: status, Proxy-Status, metric.
using System.Text;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Failures;

public sealed class HttpErrorTests
{
    private static readonly (string, object) s_staysUsable = (
        "loadBalancer.whenAllUnhealthy",
        "failOpen"
    );

    [Fact]
    public async Task Responses_of_its_own_and_of_backends_without_a_clock_have_a_date()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        (await RawClient.GetAsync(weir.Endpoint))
            .Field("Date")
            .ShouldNotBeNull()
            .ShouldEndWith(" GMT");
        HttpMessage refused = await RawClient.OnceAsync(weir.Endpoint, "GET / HTTP/1.1\r\n\r\n");
        refused.Status.ShouldBe(400);
        refused.Field("Date").ShouldNotBeNull().ShouldEndWith(" GMT");
    }

    [Fact]
    public async Task A_refused_connect_with_nobody_left_is_502()
    {
        using TestBackend dead = TestBackend.Http();
        dead.StopListening();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([dead.Address], s_staysUsable)
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        ShouldBe(await client.GetAsync(), 502, "connection_refused");
        ShouldBe(await client.GetAsync(), 502, "connection_refused");
        await ShouldCountAsync(weir, "connection_refused", 2);
    }

    [Fact]
    public async Task A_connect_timeout_with_nobody_left_is_504()
    {
        using var hole = new BlackHole();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [hole.Address],
                s_staysUsable,
                ("loadBalancer.backendConnectTimeout", "300ms")
            )
        );
        ShouldBe(await RawClient.GetAsync(weir.Endpoint), 504, "connection_timeout");
        await ShouldCountAsync(weir, "connection_timeout", 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_that_closes_before_a_response_byte_is_502(bool byReset)
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null && byReset)
            {
                c.Reset();
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_staysUsable, ("loadBalancer.retries", 0))
        );
        ShouldBe(await RawClient.GetAsync(weir.Endpoint), 502, "connection_terminated");
        await ShouldCountAsync(weir, "connection_terminated", 1);
    }

    [Fact]
    public async Task A_response_that_does_not_come_is_504_and_not_retried()
    {
        using TestBackend silent = TestBackend.Http((_, c) => Scripts.SwallowAsync(c));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([silent.Address], ("loadBalancer.responseTimeout", "300ms"))
        );
        ShouldBe(await RawClient.GetAsync(weir.Endpoint), 504, "http_response_timeout");
        silent.Requests.Count.ShouldBe(1);
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_timeouts_total", ("kind", "response")).ShouldBe(1);
        metrics.Sum("weir_retries_total").ShouldBe(0);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "http_response_incomplete")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "http_protocol_error")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "http_protocol_error"
    )]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "http_protocol_error")]
    [InlineData("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", "http_protocol_error")]
    [InlineData("HTTP/2 200 OK\r\n\r\n", "http_protocol_error")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", "http_protocol_error")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "http_protocol_error")]
    public async Task A_response_head_that_is_cut_or_no_http_is_502(string response, string code)
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync(response);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        ShouldBe(await RawClient.GetAsync(weir.Endpoint), 502, code);
        await ShouldCountAsync(weir, code, 1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "only this", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n", false)]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "5\r\nhello\r\n0\r\n",
        true
    )]
    public async Task A_cut_body_never_looks_complete(string head, string body, bool looksWhole)
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync(head + body);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using (RawClient client = await RawClient.ConnectAsync(weir.Endpoint))
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            (await client.ReadHeadAsync()).ShouldNotBeNull();
            // Lenient clients take the last chunk's line for the end, whatever follows.
            byte[] rest = looksWhole
                ? await client.ReadToResetAsync()
                : await client.ReadToEndAsync();
            Encoding.Latin1.GetString(rest).ShouldBe(body);
        }

        // A client of HTTP/1.0 knows no chunks and takes the end of the stream for the end of the body: only a reset tells it otherwise.
        using (RawClient old = await RawClient.ConnectAsync(weir.Endpoint))
        {
            await old.SendAsync("GET / HTTP/1.0\r\n\r\n");
            if (head.Contains("chunked", StringComparison.Ordinal))
            {
                await old.ReadToResetAsync();
            }
            else
            {
                await old.ReadToEndAsync();
            }
        }

        await ShouldCountAsync(weir, "http_response_incomplete", 2);
    }

    [Fact]
    public async Task A_bad_chunk_in_the_middle_of_a_response_cuts_it()
    {
        var seen = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                );
                await seen.Task;
                await c.SendAsync("zz\r\n");
                await c.CopyToEndAsync(Stream.Null);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldNotBeNull();
        seen.SetResult();
        Encoding.Latin1.GetString(await client.ReadToEndAsync()).ShouldBe("5\r\nhello\r\n");
        await ShouldCountAsync(weir, "http_response_incomplete", 1);
    }

    [Fact]
    public async Task A_close_framed_body_that_is_reset_is_cut()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync("HTTP/1.1 200 OK\r\n\r\nbeginning");
                await c.ReadSomeAsync(); // the client saw the beginning
                c.Reset();
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldNotBeNull();
        backend.Kill();
        // It got the body in chunks, and the last one never came.
        Encoding.Latin1.GetString(await client.ReadToEndAsync()).ShouldBe("9\r\nbeginning\r\n");
    }

    [Fact]
    public async Task A_slow_head_is_408()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("listen.clientHeaderTimeout", "400ms"))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHo");
        HttpMessage answer = await client.ReadResponseAsync();
        // The code is client_header_timeout; Proxy-Status has no such word.
        ShouldBe(answer, 408, "http_request_error");
        answer.Field("Connection").ShouldBe("close");
        await client.ExpectEndAsync();
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_timeouts_total", ("kind", "header")).ShouldBe(1);
        metrics.Sum("weir_failures_total", ("reason", "client_header_timeout")).ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_408()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.connectionIdleTimeout", "500ms"))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
        HttpMessage answer = await client.ReadResponseAsync();
        ShouldBe(answer, 408, "http_request_error");
        answer.Field("Connection").ShouldBe("close");
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task A_bad_chunk_in_the_middle_of_a_body_is_400_and_the_backend_sees_no_end()
    {
        var begun = new TaskCompletionSource();
        var outcome = new TaskCompletionSource<Exception?>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is null)
            {
                return;
            }

            begun.SetResult();

            try
            {
                await c.CopyChunkedAsync(Stream.Null);
                outcome.TrySetResult(null);
            }
            catch (Exception e)
            {
                outcome.TrySetResult(e);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
        );
        await Eventually.Within(begun.Task, "the head to be passed on");
        await client.SendAsync("what\r\n");
        ShouldBe(await client.ReadResponseAsync(), 400, "http_request_error");
        (await Eventually.Within(outcome.Task, "the backend's view")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_that_leaves_is_logged_as_499_and_counted_nowhere_else()
    {
        using TestBackend backend = TestBackend.Http((_, c) => Scripts.SwallowAsync(c));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("accessLog.enabled", true))
        );
        RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET /left HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.Until(() => !backend.Requests.IsEmpty, "the request arrives");
        client.Reset();
        LogEvent line = await weir.Log.EventAsync("access");
        line.Number("status").ShouldBe(499);
        line.Text("error").ShouldBe("client_disconnected");
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Sum("weir_requests_total").ShouldBe(0);
        metrics.Sum("weir_failures_total", ("reason", "client_disconnected")).ShouldBe(1);
        await weir.Admin.UntilAsync(
            m => m.Sum("connections_per_backend") == 0,
            "the backend is free"
        );
    }

    [Fact]
    public async Task No_usable_backend_is_503_with_retry_after()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        (await weir.Admin.ControlAsync("drain", backend.Address)).Status.ShouldBe(200);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.GetAsync();
        ShouldBe(answer, 503, "destination_unavailable");
        int.Parse(
                answer.Field("Retry-After").ShouldNotBeNull(),
                System.Globalization.CultureInfo.InvariantCulture
            )
            .ShouldBeGreaterThanOrEqualTo(1);
        answer.Field("X-Request-Id").ShouldNotBeNull();
        // The connection lives on: the fault is not the client's.
        (await weir.Admin.ControlAsync("ready", backend.Address)).Status.ShouldBe(200);
        (await client.GetAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_error_for_head_has_no_body()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        await weir.Admin.ControlAsync("drain", backend.Address);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        ShouldBe(
            await client.ExchangeAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"),
            503,
            "destination_unavailable"
        );
        ShouldBe(await client.GetAsync(), 503, "destination_unavailable");
    }

    private static void ShouldBe(HttpMessage answer, int status, string code)
    {
        answer.Status.ShouldBe(status);
        answer.Field("Proxy-Status").ShouldBe($"weir; error={code}");
    }

    private static async Task ShouldCountAsync(WeirProcess weir, string code, int count) =>
        (await weir.Admin.MetricsAsync())
            .Sum("weir_failures_total", ("reason", code), ("cluster", "default"))
            .ShouldBe(count);
}
