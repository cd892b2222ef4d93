// Connection limits and the queue before a full backend, in http mode.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Failures;

public sealed class LimitTests
{
    [Fact]
    public async Task Requests_wait_in_the_queue_while_the_backend_is_full()
    {
        using var gates = new SemaphoreSlim(0);
        using TestBackend backend = Gated(gates);
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.maxConnections", 2))
        );
        Task<HttpMessage>[] answers =
        [
            .. Enumerable.Range(0, 8).Select(_ => RawClient.GetAsync(weir.Endpoint)),
        ];
        await Eventually.Until(() => backend.Requests.Count == 2, "two are served");
        (await weir.Admin.MetricsAsync()).Sum("connections_per_backend").ShouldBe(2);
        for (int served = 3; served <= 8; served++)
        {
            gates.Release();
            int expected = served;
            await Eventually.Until(() => backend.Requests.Count == expected, "the next one is");
            // Idle connections in the pools of the workers do not count, those assigned to clients do.
            (await weir.Admin.MetricsAsync())
                .Sum("connections_per_backend")
                .ShouldBeLessThanOrEqualTo(2);
        }

        gates.Release(2);
        foreach (HttpMessage answer in await Task.WhenAll(answers))
        {
            answer.Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_queue_that_is_full_is_503_at_once_and_one_that_is_slow_503_in_time()
    {
        using var gates = new SemaphoreSlim(0);
        using TestBackend backend = Gated(gates);
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("reactor.threads", 1),
                ("loadBalancer.maxConnections", 1),
                ("loadBalancer.maxQueue", 1),
                ("loadBalancer.queueTimeout", "500ms")
            )
        );
        Task<HttpMessage> first = RawClient.GetAsync(weir.Endpoint);
        await Eventually.Until(() => backend.Requests.Count == 1, "the first is served");
        HttpMessage[] others = await Task.WhenAll(
            RawClient.GetAsync(weir.Endpoint),
            RawClient.GetAsync(weir.Endpoint)
        );
        foreach (HttpMessage other in others)
        {
            other.Status.ShouldBe(503);
            other.Field("Proxy-Status").ShouldBe("weir; error=connection_limit_reached");
            other.Field("Retry-After").ShouldNotBeNull();
        }

        gates.Release();
        (await first).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_full_backend_is_skipped_for_another()
    {
        using var gates = new SemaphoreSlim(0);
        using TestBackend full = Gated(gates);
        using TestBackend free = TestBackend.Http("free");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([full.Address, free.Address], ("loadBalancer.maxConnections", 1))
        );
        var pending = new List<Task<HttpMessage>>();
        while (full.Requests.IsEmpty)
        {
            int seen = free.Requests.Count;
            pending.Add(RawClient.GetAsync(weir.Endpoint));
            await Eventually.Until(
                () => !full.Requests.IsEmpty || free.Requests.Count > seen,
                "the request arrives"
            );
        }

        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 10; i++)
        {
            (await client.GetAsync()).Body.ShouldBe("free");
        }

        gates.Release();
        await Task.WhenAll(pending);
    }

    [Fact]
    public async Task A_client_over_the_listeners_limit_gets_503()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("listen.maxConnections", 2))
        );
        using RawClient one = await RawClient.ConnectAsync(weir.Endpoint);
        using RawClient two = await RawClient.ConnectAsync(weir.Endpoint);
        await one.GetAsync();
        await two.GetAsync();
        using (RawClient three = await RawClient.ConnectAsync(weir.Endpoint))
        {
            HttpMessage answer = await three.ExchangeAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            answer.Status.ShouldBe(503);
            answer.Field("Proxy-Status").ShouldBe("weir; error=connection_limit_reached");
            answer.Field("Retry-After").ShouldNotBeNull();
            answer.Field("Connection").ShouldBe("close");
        }

        (await one.GetAsync()).Status.ShouldBe(200);
        two.Dispose();
        await weir.Admin.UntilAsync(m => m.Value("active_connections_total") == 1, "room is back");
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
    }

    private static TestBackend Gated(SemaphoreSlim gates) =>
        TestBackend.Http(
            async (_, c) =>
            {
                (await gates.WaitAsync(Eventually.Deadline)).ShouldBeTrue();
                await c.RespondAsync("served");
            }
        );
}
