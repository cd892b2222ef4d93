// A tcp client has no status line: a reset tells it that nothing it could have got was served.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Tcp;

public sealed class TcpFailureTests
{
    [Fact]
    public async Task A_connect_that_fails_goes_to_the_next_backend_at_once()
    {
        using TestBackend dead = TestBackend.Echo();
        dead.StopListening();
        using var hole = new BlackHole();
        using TestBackend alive = TestBackend.Echo("hi");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [dead.Address, hole.Address, alive.Address],
                ("loadBalancer.backendConnectTimeout", "300ms"),
                ("loadBalancer.healthCheck", new { type = "none" }),
                ("loadBalancer.retries", 0),
                ("loadBalancer.tcpPooling", "off")
            )
        );
        for (int i = 0; i < 6; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            (await client.ReadTextAsync(2)).ShouldBe("hi");
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics
            .Value("weir_backend_connects_total", ("backend", dead.Address), ("result", "refused"))
            .ShouldBeGreaterThan(0);
        metrics
            .Value("weir_backend_connects_total", ("backend", hole.Address), ("result", "timeout"))
            .ShouldBeGreaterThan(0);
        metrics.Value("weir_timeouts_total", ("kind", "connect")).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("warm")]
    [InlineData("reuse")]
    [InlineData("off")]
    public async Task Nobody_left_to_try_is_a_reset(string pooling)
    {
        using TestBackend dead = TestBackend.Echo();
        dead.StopListening();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [dead.Address],
                ("loadBalancer.tcpPooling", pooling),
                ("loadBalancer.whenAllUnhealthy", "failOpen")
            )
        );
        await RawClient.ExpectResetAsync(weir.Endpoint);
        (await weir.Admin.MetricsAsync())
            .Sum("weir_failures_total", ("reason", "connection_refused"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task All_backends_unhealthy_is_a_reset_until_one_is_back()
    {
        using TestBackend backend = TestBackend.Echo("hi");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                ("loadBalancer.backendCheckInterval", "200ms"),
                ("loadBalancer.backendFailureThreshold", 2)
            )
        );
        backend.Kill();
        LogEvent unhealthy = await weir.Log.EventAsync("backend_unhealthy");
        await RawClient.ExpectResetAsync(weir.Endpoint);
        (await weir.Admin.MetricsAsync())
            .Sum("weir_failures_total", ("reason", "destination_unavailable"))
            .ShouldBeGreaterThanOrEqualTo(1);
        (await weir.Admin.StatusOfAsync("/readyz")).ShouldBe(503);
        backend.Revive();
        // The very first check may have found it healthy too, before it was killed.
        await weir.Log.EventAsync("backend_healthy", after: unhealthy);
        using RawClient again = await RawClient.ConnectAsync(weir.Endpoint);
        (await again.ReadTextAsync(2)).ShouldBe("hi");
    }

    [Fact]
    public async Task A_client_over_the_listeners_limit_is_reset()
    {
        using TestBackend backend = TestBackend.Echo("hi");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("listen.maxConnections", 1))
        );
        using RawClient first = await RawClient.ConnectAsync(weir.Endpoint);
        await first.ReadTextAsync(2);
        await RawClient.ExpectResetAsync(weir.Endpoint);
        first.EndSending();
        await first.ExpectEndAsync();
        await weir.Admin.UntilAsync(m => m.Value("active_connections_total") == 0, "room is back");
        using RawClient third = await RawClient.ConnectAsync(weir.Endpoint);
        await third.ReadTextAsync(2);
    }

    [Fact]
    public async Task A_client_waits_in_the_queue_for_a_full_backend_and_then_is_reset()
    {
        using TestBackend backend = TestBackend.Echo("hi");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                ("loadBalancer.maxConnections", 1),
                ("loadBalancer.queueTimeout", "1s"),
                ("loadBalancer.maxQueue", 1)
            )
        );
        using RawClient first = await RawClient.ConnectAsync(weir.Endpoint);
        await first.ReadTextAsync(2);
        using RawClient late = await RawClient.ConnectAsync(weir.Endpoint);
        (await late.ReadToResetAsync()).ShouldBeEmpty();
        (await weir.Admin.MetricsAsync())
            .Sum("weir_failures_total", ("reason", "connection_limit_reached"))
            .ShouldBe(1);

        using RawClient second = await RawClient.ConnectAsync(weir.Endpoint);
        first.EndSending();
        await first.ExpectEndAsync();
        (await second.ReadTextAsync(2)).ShouldBe("hi");
    }
}
