// Silence ends connections, on both sides and neither early nor late; nothing is left behind.
using System.Diagnostics;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

[Collection(AloneCollection.Name)]
public sealed class IdleTests
{
    private static readonly (string, object) s_twoSeconds = (
        "loadBalancer.connectionIdleTimeout",
        2
    );

    [Fact]
    public async Task A_silent_http_client_and_the_idle_backend_connection_go_after_the_idle_timeout()
    {
        var backendEnd = new TaskCompletionSource<long>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadRequestAsync() is not null)
            {
                await c.RespondAsync("x");
                await c.ExpectEndAsync();
                backendEnd.TrySetResult(Stopwatch.GetTimestamp());
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                s_twoSeconds,
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        int files = await SettledFilesAsync(weir);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        long start = Stopwatch.GetTimestamp();
        (await client.GetAsync()).Status.ShouldBe(200);
        await client.ExpectEndAsync();
        ShouldNotBeEarly(Stopwatch.GetElapsedTime(start));
        long end = await Eventually.Within(backendEnd.Task, "the pooled connection's end");
        ShouldNotBeEarly(Stopwatch.GetElapsedTime(start, end));
        await ShouldGoBackToAsync(weir, files);
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_timeouts_total", ("kind", "idle")).ShouldBeGreaterThanOrEqualTo(1);
        metrics.Sum("weir_pool_evictions_total", ("reason", "idle")).ShouldBe(1);
        metrics.Value("active_connections_total").ShouldBe(0);
    }

    [Fact]
    public async Task A_new_http_client_that_says_nothing_is_closed_without_an_answer()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_twoSeconds)
        );
        long start = Stopwatch.GetTimestamp();
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.ExpectEndAsync();
        ShouldNotBeEarly(Stopwatch.GetElapsedTime(start));
    }

    [Fact]
    public async Task A_silent_tcp_session_goes_on_both_sides()
    {
        var backendEnd = new TaskCompletionSource<long>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            ReadOnlyMemory<byte> first = await c.ReadSomeAsync();
            if (first.Length > 0)
            {
                await c.SendAsync(first);
                await c.ReadSomeAsync();
                backendEnd.TrySetResult(Stopwatch.GetTimestamp());
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                s_twoSeconds,
                ("loadBalancer.tcpPooling", "off"),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        int files = await SettledFilesAsync(weir);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        long start = Stopwatch.GetTimestamp();
        await client.SendAsync("x");
        await client.ReadTextAsync(1);
        await client.ReadSomeAsync();
        ShouldNotBeEarly(Stopwatch.GetElapsedTime(start));
        long end = await Eventually.Within(backendEnd.Task, "the backend's end");
        ShouldNotBeEarly(Stopwatch.GetElapsedTime(start, end));
        await ShouldGoBackToAsync(weir, files);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_stalled_and_cut()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n");
                await c.SendAsync(new byte[200_000_000]);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], s_twoSeconds)
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint, receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await weir.Admin.UntilAsync(
            m => m.Value("weir_timeouts_total", ("kind", "stalled")) == 1,
            "the client is seen to stall"
        );
        await weir.Admin.UntilAsync(m => m.Value("active_connections_total") == 0, "it is cut");
        await Should.ThrowAsync<Exception>(() => client.CopyAsync(Stream.Null, 200_000_000));
    }

    [Fact]
    public async Task A_request_that_waits_for_its_answer_is_not_idle()
    {
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await Eventually.Pass(TimeSpan.FromMilliseconds(900));
                await c.RespondAsync("slow");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.connectionIdleTimeout", "300ms"))
        );
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("slow");
    }

    // The clock here starts before the last sign of life, which Weir dates by the beginning of its turn. How late is the machine's matter
    // (the simulation looks at that); the waits have their own end.
    private static void ShouldNotBeEarly(TimeSpan elapsed) =>
        elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1.95));

    // The first scrape opens what the admin server keeps.
    private static async Task<int> SettledFilesAsync(WeirProcess weir)
    {
        await weir.Admin.UntilAsync(
            m => m.Sum("weir_health_checks_total") >= 1,
            "the first check is over"
        );
        await weir.Admin.MetricsAsync();
        return weir.OpenFiles;
    }

    private static Task ShouldGoBackToAsync(WeirProcess weir, int files) =>
        Eventually.Until(() => weir.OpenFiles <= files, $"{files} files are open as before");
}
