// Messages of every framing, both ways, on connections that live on where they may.
using System.Text;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class FramingTests
{
    [Fact]
    public async Task A_connection_serves_request_after_request()
    {
        using TestBackend backend = TestBackend.Http((r, c) => c.RespondAsync(r.Target + r.Body));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("reactor.threads", 1))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 20; i++)
        {
            HttpMessage answer = await client.ExchangeAsync(
                $"POST /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            );
            answer.Body.ShouldBe($"/{i}abc");
            answer.Field("Connection").ShouldBeNull();
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_pool_acquires_total", ("result", "opened")).ShouldBe(1);
        metrics.Value("weir_pool_acquires_total", ("result", "reused")).ShouldBe(19);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        // The first answer waits for a gate while later requests are already here.
        var gate = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Http(
            async (r, c) =>
            {
                if (r.Target == "/0")
                {
                    await gate.Task;
                }

                await c.RespondAsync(r.Target + r.Body);
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        var requests = new StringBuilder();
        for (int i = 0; i < 30; i++)
        {
            requests.Append(
                i % 3 == 1
                    ? $"POST /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                    : $"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n"
            );
        }

        await client.SendAsync(requests.ToString());
        await Eventually.Until(() => !backend.Requests.IsEmpty, "the first request arrives");
        gate.SetResult();
        for (int i = 0; i < 30; i++)
        {
            (await client.ReadResponseAsync()).Body.ShouldBe(i % 3 == 1 ? $"/{i}xy" : $"/{i}");
        }
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_understood()
    {
        using TestBackend backend = TestBackend.Http((r, c) => c.RespondAsync(r.Body));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        foreach (
            char c in "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: 1\r\n\r\n"
        )
        {
            await client.SendAsync(c.ToString());
        }

        (await client.ReadResponseAsync()).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task A_head_answer_has_a_length_and_no_body()
    {
        using TestBackend backend = TestBackend.Http(
            (r, c) =>
                r.Method == "HEAD"
                    ? c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                    : c.RespondAsync("body")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage head = await client.ExchangeAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        head.Field("Content-Length").ShouldBe("1000");
        (await client.GetAsync()).Body.ShouldBe("body");
    }

    [Theory]
    [InlineData("204 No Content", "")]
    [InlineData("304 Not Modified", "Content-Length: 77\r\nETag: \"x\"\r\n")]
    [InlineData("304 Not Modified", "")]
    public async Task An_answer_without_a_body_leaves_the_connection_in_step(
        string status,
        string fields
    )
    {
        using TestBackend backend = TestBackend.Http(
            (r, c) =>
                r.Target == "/none"
                    ? c.SendAsync($"HTTP/1.1 {status}\r\n{fields}\r\n")
                    : c.RespondAsync("body")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.GetAsync("/none");
        answer.StartLine.ShouldBe($"HTTP/1.1 {status}");
        answer.Field("Transfer-Encoding").ShouldBeNull();
        (await client.GetAsync("/body")).Body.ShouldBe("body");
        backend.Accepts.ShouldBeLessThanOrEqualTo(2 + 1);
    }

    [Fact]
    public async Task Trailers_pass_both_ways()
    {
        using TestBackend backend = TestBackend.Http(
            (_, c) =>
                c.SendAsync(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n"
                )
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Check\r\nTE: trailers\r\n\r\n"
                + "4\r\nwxyz\r\n0\r\nX-Check: 9\r\n\r\n"
        );
        answer.Body.ShouldBe("abcde");
        answer.Trailer("X-Sum").ShouldBe("5");
        HttpMessage request = backend.Requests.Single();
        request.Body.ShouldBe("wxyz");
        request.Trailer("X-Check").ShouldBe("9");
    }

    [Fact]
    public async Task Expect_100_continue_reaches_the_backend_and_its_100_comes_back()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            string head = (await c.ReadHeadAsync())!; // the test sends one
            await c.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            HttpMessage request = await c.ReadBodyAsync(new HttpMessage(head, []));
            await c.RespondAsync(request.Field("Expect") + " " + request.Body);
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.backendCheckInterval", "1h"))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        );
        string interim = (await client.ReadHeadAsync())!; // it must come before the body goes
        interim.ShouldStartWith("HTTP/1.1 100 ");
        HttpMessage answer = await client.ExchangeAsync("hello");
        answer.Body.ShouldBe("100-continue hello");
    }

    [Fact]
    public async Task Interim_responses_are_passed_on()
    {
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await c.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                await c.SendAsync("HTTP/1.1 102 Processing\r\n\r\n");
                await c.RespondAsync("done");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.GetAsync();
        answer.Interim.ShouldContain("HTTP/1.1 103 ");
        answer.Interim.ShouldContain("</a.css>");
        answer.Interim.ShouldContain("HTTP/1.1 102 ");
        answer.Body.ShouldBe("done");
        (await client.GetAsync()).Body.ShouldBe("done");
    }

    [Fact]
    public async Task A_close_framed_answer_reaches_an_http_1_1_client_chunked()
    {
        using TestBackend backend = CloseFraming();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 2; i++)
        {
            HttpMessage answer = await client.GetAsync();
            answer.Field("Transfer-Encoding").ShouldBe("chunked");
            answer.Body.ShouldBe("until the end");
        }
    }

    [Fact]
    public async Task A_close_framed_answer_reaches_an_http_1_0_client_close_framed()
    {
        using TestBackend backend = CloseFraming();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync("GET / HTTP/1.0\r\n\r\n");
        answer.Field("Transfer-Encoding").ShouldBeNull();
        answer.Field("Content-Length").ShouldBeNull();
        answer.Body.ShouldBe("until the end");
    }

    [Fact]
    public async Task A_chunked_answer_reaches_an_http_1_0_client_close_framed()
    {
        using TestBackend backend = TestBackend.Http(
            (_, c) =>
                c.SendAsync(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n"
                )
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        answer.Field("Transfer-Encoding").ShouldBeNull();
        answer.Body.ShouldBe("abc");
    }

    [Fact]
    public async Task An_http_1_0_client_is_kept_only_when_it_asks_to_be()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using (RawClient client = await RawClient.ConnectAsync(weir.Endpoint))
        {
            HttpMessage answer = await client.ExchangeAsync("GET / HTTP/1.0\r\n\r\n");
            answer.Body.ShouldBe("hello");
            await client.ExpectEndAsync();
        }

        using (RawClient client = await RawClient.ConnectAsync(weir.Endpoint))
        {
            const string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            HttpMessage answer = await client.ExchangeAsync(request);
            answer.Field("Connection").ShouldBe("keep-alive");
            (await client.ExchangeAsync(request)).Body.ShouldBe("hello");
        }

        backend.Requests.ShouldAllBe(r => r.StartLine == "GET / HTTP/1.1");
    }

    [Fact]
    public async Task A_client_that_says_close_is_closed_after_its_answer()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        );
        answer.Field("Connection").ShouldBe("close");
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task A_client_that_half_closes_behind_its_request_gets_its_answer()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        (await client.GetAsync()).Body.ShouldBe("hello");
        client.Cork(); // one packet brings the request and the end
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        client.EndSending();
        (await client.ReadResponseAsync()).Body.ShouldBe("hello");
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task An_early_final_answer_is_passed_on_and_the_connection_closed()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.RespondAsync("no", status: "403 Forbidden");
                await c.CopyToEndAsync(Stream.Null);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nbeginning"
        );
        HttpMessage answer = await client.ReadResponseAsync();
        answer.Status.ShouldBe(403);
        answer.Body.ShouldBe("no");
        answer.Field("Connection").ShouldBe("close");
        await client.ExpectEndAsync();
    }

    private static TestBackend CloseFraming() =>
        TestBackend.Start(async c =>
        {
            if (await c.ReadRequestAsync() is not null)
            {
                await c.SendAsync("HTTP/1.1 200 OK\r\n\r\nuntil ");
                await c.SendAsync("the end");
            }
        });
}
