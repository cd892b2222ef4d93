// Which requests go out again, and where.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Failures;

public sealed class RetryTests
{
    private static readonly (string, object) s_oneReactor = ("reactor.threads", 1);

    [Fact]
    public async Task A_connect_that_fails_goes_to_every_other_backend_at_once()
    {
        using TestBackend dead = TestBackend.Http();
        using TestBackend dead2 = TestBackend.Http();
        dead.StopListening();
        dead2.StopListening();
        using TestBackend alive = TestBackend.Http("alive");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dead.Address, dead2.Address, alive.Address],
                ("loadBalancer.retries", 0),
                ("loadBalancer.healthCheck", new { type = "none" }),
                ("loadBalancer.connectionPoolSize", 0)
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 9; i++)
        {
            // Not only idempotent ones: nothing was sent.
            HttpMessage answer = await client.ExchangeAsync(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
            );
            answer.Body.ShouldBe("alive");
        }

        alive.Requests.ShouldAllBe(r => r.Body == "hi");
    }

    [Fact]
    public async Task A_request_that_met_a_dying_backend_is_retried_on_another()
    {
        using TestBackend dying = Dying();
        using TestBackend alive = TestBackend.Http("alive");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, alive.Address],
                s_oneReactor,
                ("loadBalancer.backendCheckInterval", "1h"),
                ("logging.level", "debug")
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 6; i++)
        {
            (await client.GetAsync()).Body.ShouldBe("alive");
        }

        // A retry moves the turn on, so each request met the dying one first: once, never twice.
        dying.Requests.Count.ShouldBe(6);
        dying.Requests.DistinctBy(r => r.Field("X-Request-Id")).Count().ShouldBe(6);
        alive.Requests.Count.ShouldBe(6);
        (await weir.Admin.MetricsAsync())
            .Sum("weir_retries_total", ("reason", "connection_terminated"))
            .ShouldBe(6);
        LogEvent retry = await weir.Log.EventAsync("retry");
        retry.Text("level").ShouldBe("debug");
    }

    [Fact]
    public async Task A_post_is_not_retried()
    {
        using TestBackend dying = Dying();
        using TestBackend alive = TestBackend.Http("alive");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, alive.Address],
                s_oneReactor,
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        var statuses = new List<int>();
        for (int i = 0; i < 4; i++)
        {
            statuses.Add(
                (
                    await client.ExchangeAsync(
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                    )
                ).Status
            );
        }

        statuses.Order().ShouldBe([200, 200, 502, 502]);
    }

    [Fact]
    public async Task Retries_are_counted_and_never_go_to_the_backend_that_just_failed()
    {
        using TestBackend dying = Dying();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address],
                ("loadBalancer.retries", 5),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        HttpMessage answer = await RawClient.GetAsync(weir.Endpoint);
        answer.Status.ShouldBe(502);
        answer.Field("Proxy-Status").ShouldBe("weir; error=connection_terminated");
        dying.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_retries_means_none()
    {
        using TestBackend dying = Dying();
        using TestBackend alive = TestBackend.Http("alive");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, alive.Address],
                s_oneReactor,
                ("loadBalancer.retries", 0),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        int[] statuses = [(await client.GetAsync()).Status, (await client.GetAsync()).Status];
        statuses.Order().ShouldBe([200, 502]);
    }

    [Fact]
    public async Task A_get_that_loses_the_keep_alive_race_goes_out_again_on_a_fresh_connection()
    {
        using TestBackend backend = DiesOnSecondRequest();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_oneReactor, ("loadBalancer.retries", 0))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 5; i++)
        {
            (await client.GetAsync($"/{i}")).Body.ShouldBe($"/{i}");
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Sum("weir_failures_total").ShouldBe(0);
        metrics.Sum("weir_requests_total", ("code_class", "2xx")).ShouldBe(5);
    }

    [Fact]
    public async Task A_post_that_loses_the_keep_alive_race_is_502()
    {
        using TestBackend backend = DiesOnSecondRequest();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_oneReactor)
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        (await client.GetAsync()).Status.ShouldBe(200);
        HttpMessage answer = await client.ExchangeAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
        );
        answer.Status.ShouldBe(502);
        answer.Field("Proxy-Status").ShouldBe("weir; error=connection_terminated");
        backend.Requests.Count(r => r.Method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task An_idle_connection_that_its_backend_closed_is_never_handed_out()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_oneReactor)
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 1; i <= 5; i++)
        {
            HttpMessage answer = await client.ExchangeAsync(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
            );
            answer.Status.ShouldBe(200);
            await weir.Admin.UntilAsync(m => m.Sum("weir_pool_connections") == 1, "it is idle");
            backend.CloseConnections();
            await weir.Admin.UntilAsync(
                m => m.Sum("weir_pool_evictions_total", ("reason", "stale")) == i,
                "the dead connection is dropped"
            );
        }
    }

    [Fact]
    public async Task Unexpected_bytes_on_an_idle_connection_condemn_it()
    {
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await c.RespondAsync("good");
                await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_oneReactor)
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 1; i <= 5; i++)
        {
            (await client.GetAsync()).Body.ShouldBe("good");
            int served = i;
            await Eventually.Until(() => backend.Open == 0, $"connection {served} is dropped");
        }
    }

    // Takes a request and closes without a word.
    private static TestBackend Dying()
    {
        TestBackend? backend = null;
        backend = TestBackend.Start(async c =>
        {
            if (await c.ReadRequestAsync() is { } request)
            {
                backend!.Requests.Enqueue(request); // assigned long before a connection comes
            }
        });
        return backend;
    }

    // One answer a connection; the next request on it meets a close.
    private static TestBackend DiesOnSecondRequest()
    {
        TestBackend? backend = null;
        backend = TestBackend.Start(async c =>
        {
            for (int i = 0; await c.ReadRequestAsync() is { } request; i++)
            {
                backend!.Requests.Enqueue(request); // assigned long before a connection comes
                if (i > 0)
                {
                    return;
                }

                await c.RespondAsync(request.Target);
            }
        });
        return backend;
    }
}
