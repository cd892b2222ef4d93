// What tcp pooling promises: no connect on the client's path, and never one client's bytes for another.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Tcp;

public sealed class TcpPoolingTests
{
    private static readonly (string, object) s_oneReactor = ("reactor.threads", 1);

    [Fact]
    public async Task Warm_starts_with_one_connection_a_backend()
    {
        using TestBackend one = TestBackend.Start(Scripts.SwallowAsync);
        using TestBackend two = TestBackend.Start(Scripts.SwallowAsync);
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([one.Address, two.Address], s_oneReactor)
        );
        await weir.Admin.UntilAsync(
            m =>
                m.Value("weir_pool_connections", ("backend", one.Address)) == 1
                && m.Value("weir_pool_connections", ("backend", two.Address)) == 1,
            "each backend has one warm connection"
        );
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Sum("weir_backend_connects_total", ("result", "ok")).ShouldBe(2);
        metrics.Sum("connections_per_backend").ShouldBe(0);
    }

    [Fact]
    public async Task Warm_hands_a_connection_out_once_and_replaces_it()
    {
        using TestBackend backend = TestBackend.Start(c => Scripts.EchoAsync(c, $"{c.Number:000}"));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], s_oneReactor)
        );
        var seen = new HashSet<string>();
        for (int i = 0; i < 10; i++)
        {
            await weir.Admin.UntilAsync(
                m => m.Sum("weir_pool_connections") >= 1,
                "a warm connection is ready"
            );
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            seen.Add(await client.ReadTextAsync(3)).ShouldBeTrue();
            client.EndSending();
            await client.ExpectEndAsync();
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_pool_acquires_total", ("result", "warm")).ShouldBe(10);
        metrics.Value("weir_pool_acquires_total", ("result", "opened")).ShouldBe(0);
        metrics.Value("weir_pool_acquires_total", ("result", "reused")).ShouldBe(0);
    }

    [Fact]
    public async Task Early_bytes_of_a_server_first_backend_reach_its_client_first()
    {
        using TestBackend backend = TestBackend.Echo("220 ready\r\n");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], s_oneReactor)
        );
        await weir.Admin.UntilAsync(m => m.Sum("weir_pool_connections") == 1, "one is warm");
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("HELO\r\n");
        (await client.ReadTextAsync(17)).ShouldBe("220 ready\r\nHELO\r\n");
        (await weir.Admin.MetricsAsync())
            .Value("weir_pool_acquires_total", ("result", "warm"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_warm_connection_that_is_lost_is_replaced()
    {
        using TestBackend backend = TestBackend.Echo();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], s_oneReactor)
        );
        await weir.Admin.UntilAsync(m => m.Sum("weir_pool_connections") == 1, "one is warm");
        int accepts = backend.Accepts;
        backend.CloseConnections();
        await Eventually.Until(() => backend.Accepts > accepts, "a new one is opened");
        await weir.Admin.UntilAsync(
            m => m.Sum("weir_pool_evictions_total", ("reason", "stale")) >= 1,
            "the loss is counted"
        );
    }

    [Fact]
    public async Task The_warm_stock_never_exceeds_the_pool_size()
    {
        using TestBackend backend = TestBackend.Echo();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("loadBalancer.connectionPoolSize", 3))
        );
        for (int i = 0; i < 60; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            await client.SendAsync("x");
            await client.ReadTextAsync(1);
            (await weir.Admin.MetricsAsync())
                .Sum("weir_pool_connections")
                .ShouldBeLessThanOrEqualTo(3);
        }
    }

    [Fact]
    public async Task Off_connects_for_each_client_and_keeps_nothing()
    {
        using TestBackend backend = TestBackend.Echo("x");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("loadBalancer.tcpPooling", "off"))
        );
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            await client.ReadTextAsync(1);
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_pool_acquires_total", ("result", "opened")).ShouldBe(5);
        metrics.Value("weir_backend_connects_total", ("result", "ok")).ShouldBe(5);
        metrics.Sum("weir_pool_connections").ShouldBe(0);
    }

    [Fact]
    public async Task Reuse_gives_the_next_client_the_same_connection_after_a_quiet_time()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            while (await c.ReadSomeAsync() is { IsEmpty: false } bytes)
            {
                await c.SendAsync($"{c.Number}:");
                await c.SendAsync(bytes);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                s_oneReactor,
                ("loadBalancer.tcpPooling", "reuse"),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        var numbers = new HashSet<string>();
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            await client.SendAsync("ping");
            string answer = await client.ReadTextAsync(6);
            numbers.Add(answer);
            client.EndSending();
            await client.ExpectEndAsync();
            await weir.Admin.UntilAsync(
                m => m.Sum("weir_pool_connections") == 1,
                "the connection is back in the pool"
            );
        }

        numbers.Count.ShouldBe(1);
        (await weir.Admin.MetricsAsync())
            .Value("weir_pool_acquires_total", ("result", "reused"))
            .ShouldBe(4);
    }

    [Fact]
    public async Task Reuse_discards_a_connection_whose_backend_still_speaks()
    {
        var gate = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if ((await c.ReadSomeAsync()).IsEmpty)
            {
                return;
            }

            await c.SendAsync("one");
            await gate.Task;
            await c.SendAsync("late words for a client that left");
            await c.CopyToEndAsync(Stream.Null);
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                s_oneReactor,
                ("loadBalancer.tcpPooling", "reuse"),
                ("loadBalancer.reuseQuietTime", "10s"),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        using (RawClient client = await RawClient.ConnectAsync(weir.Endpoint))
        {
            await client.SendAsync("x");
            await client.ReadTextAsync(3);
            client.EndSending();
            await client.ExpectEndAsync();
        }

        gate.SetResult();
        await weir.Admin.UntilAsync(
            m => m.Sum("weir_pool_evictions_total", ("reason", "stale")) == 1,
            "the talkative connection is discarded"
        );
        using RawClient next = await RawClient.ConnectAsync(weir.Endpoint);
        await next.SendAsync("x");
        (await next.ReadTextAsync(3)).ShouldBe("one");
    }
}
