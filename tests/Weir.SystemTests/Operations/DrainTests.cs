// How Weir ends.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class DrainTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task A_drain_under_load_fails_no_request(string signal)
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.backendCheckInterval", "1h"))
        );
        LoadClients load = LoadClients.Start(weir.Endpoint);
        await load.UntilAnswersAsync(500);
        weir.Signal(signal);
        (await weir.ExitCodeAsync()).ShouldBe(0);
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        // Where a connection ended without an answer, its request had not been taken either.
        backend.Requests.Count.ShouldBe(load.Answers);
        await weir.Log.EventAsync("shutdown");
        await weir.Log.EventAsync("drained");
    }

    [Fact]
    public async Task A_draining_weir_is_not_ready_and_lets_what_runs_finish()
    {
        var gate = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Http(
            async (r, c) =>
            {
                if (r.Target == "/slow")
                {
                    await gate.Task;
                }

                await c.RespondAsync("done");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient idle = await RawClient.ConnectAsync(weir.Endpoint);
        await idle.GetAsync();
        using RawClient busy = await RawClient.ConnectAsync(weir.Endpoint);
        await busy.SendAsync("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.Until(
            () => backend.Requests.Any(r => r.Target == "/slow"),
            "the slow request runs"
        );
        (await weir.Admin.StatusOfAsync("/readyz")).ShouldBe(200);

        weir.Signal("TERM");
        await idle.ExpectEndAsync();
        await Eventually.Until(
            async () => await weir.Admin.StatusOfAsync("/readyz") == 503,
            "it says that it is not ready"
        );
        (await weir.Admin.StatusOfAsync("/livez")).ShouldBe(200);
        await Eventually.Until(async () => !await IsListeningAsync(weir), "the listener is closed");

        gate.SetResult();
        HttpMessage answer = await busy.ReadResponseAsync();
        answer.Body.ShouldBe("done");
        answer.Field("Connection").ShouldBe("close");
        await busy.ExpectEndAsync();
        (await weir.ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_does_not_finish_in_time_is_cut_by_a_reset()
    {
        using TestBackend backend = TestBackend.Http((_, c) => Scripts.SwallowAsync(c));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("shutdown.drainSeconds", 0.5))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.Until(() => !backend.Requests.IsEmpty, "the request runs");
        weir.Signal("TERM");
        (await client.ReadToResetAsync()).ShouldBeEmpty();
        (await weir.ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Tcp_sessions_run_on_through_a_drain_and_are_cut_at_its_end()
    {
        using TestBackend backend = TestBackend.Echo();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("shutdown.drainSeconds", 2))
        );
        using RawClient ending = await RawClient.ConnectAsync(weir.Endpoint);
        using RawClient staying = await RawClient.ConnectAsync(weir.Endpoint);
        foreach (RawClient client in new[] { ending, staying })
        {
            await client.SendAsync("a");
            await client.ReadTextAsync(1);
        }

        weir.Signal("TERM");
        await weir.Log.EventAsync("shutdown");
        await Eventually.Until(async () => !await IsListeningAsync(weir), "the listener is closed");
        foreach (RawClient client in new[] { ending, staying })
        {
            await client.SendAsync("b");
            (await client.ReadTextAsync(1)).ShouldBe("b");
        }

        ending.EndSending();
        await ending.ExpectEndAsync();
        await staying.ReadToResetAsync();
        (await weir.ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_with_1()
    {
        using TestBackend backend = TestBackend.Echo();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("shutdown.drainSeconds", 60))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("a");
        await client.ReadTextAsync(1);
        weir.Signal("TERM");
        await weir.Log.EventAsync("shutdown");
        weir.Signal("TERM");
        (await weir.ExitCodeAsync()).ShouldBe(1);
    }

    private static async Task<bool> IsListeningAsync(WeirProcess weir)
    {
        try
        {
            using RawClient probe = await RawClient.ConnectAsync(weir.Endpoint);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
