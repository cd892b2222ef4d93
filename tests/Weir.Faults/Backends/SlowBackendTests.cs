// Backends that are slow: all of them at once, by a fixed delay, a byte at a time, and not at all.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Backends;

public sealed class SlowBackendTests
{
    [Fact]
    public async Task When_all_backends_are_slow_no_storm_of_retries_breaks_loose()
    {
        static async Task Refuse(BackendConnection connection)
        {
            // After it has read the request, and late: the kind that is tried again and keeps everybody waiting.
            await Eventually.Pass(TimeSpan.FromMilliseconds(400));
            connection.Reset();
        }

        using TestBackend one = TestBackend.Http((_, c) => Refuse(c));
        using TestBackend two = TestBackend.Http((_, c) => Refuse(c));
        using TestBackend three = TestBackend.Http((_, c) => Refuse(c));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [one.Address, two.Address, three.Address],
                ("loadBalancer.retries", 3),
                ("loadBalancer.backendCheckInterval", 60)
            )
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 200);
        await Eventually.Until(() => load.Outcomes.Count >= 2_000, "2,000 requests end");
        int sent = (await load.StopAsync()).Count;
        int received = one.Requests.Count + two.Requests.Count + three.Requests.Count;
        double ratio = (double)received / sent;
        Figure.Record(
            "retry storm: three backends that reset every request after 400 ms, 3 retries allowed, 200 requests/s",
            $"{received} backend requests for {sent} of clients: {ratio:F2}",
            "≤ 1.2 × client requests",
            ratio <= 1.2
        );
    }

    [Fact]
    public async Task Backends_that_take_200_ms_are_not_made_slower()
    {
        var delay = TimeSpan.FromMilliseconds(200);
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await Eventually.Pass(delay);
                await c.RespondAsync("late");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.connectionPoolSize", 128))
        );
        // The first requests run code that the runtime compiles just then: they tell of a start, not of the way past a slow backend.
        await OpenLoop.RunAsync(backend.Endpoint, perSecond: 100, count: 100);
        await OpenLoop.RunAsync(weir.Endpoint, perSecond: 100, count: 100);
        // The same load past Weir, in turns, so that what else the machine does hits both.
        List<Outcome> direct = [];
        List<Outcome> through = [];
        for (int round = 0; round < 4; round++)
        {
            direct.AddRange(await OpenLoop.RunAsync(backend.Endpoint, perSecond: 100, count: 200));
            through.AddRange(await OpenLoop.RunAsync(weir.Endpoint, perSecond: 100, count: 200));
        }

        double added = (
            OpenLoop.Percentile(through, 0.99) - OpenLoop.Percentile(direct, 0.99)
        ).TotalMilliseconds;
        through.Count(o => o.Failed).ShouldBe(0);
        Figure.Record(
            "backend latency of 200 ms",
            $"p99 {OpenLoop.Percentile(direct, 0.99).TotalMilliseconds:F1} ms without, {OpenLoop.Percentile(through, 0.99).TotalMilliseconds:F1} ms with Weir: {added:F1} ms added",
            "added p99 ≤ 5 ms",
            added <= 5
        );
    }

    [Fact]
    public async Task Answers_sliced_byte_by_byte_arrive_whole()
    {
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                foreach (char next in "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                {
                    await c.SendAsync(next.ToString());
                    await Task.Yield();
                }
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        int whole = 0;
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 500; i++)
        {
            whole += (await client.GetAsync()).Body == "hello" ? 1 : 0;
        }

        Figure.Record(
            "answers sliced byte by byte",
            $"{whole} of 500 whole, {backend.Accepts} connects",
            "all whole, connection reused",
            whole == 500 && backend.Accepts <= 3 // one for the requests, the rest are checks
        );
    }

    [Fact]
    public async Task A_backend_that_accepts_and_never_answers_is_found_out_by_an_http_check()
    {
        using TestBackend mute = TestBackend.Start(Scripts.SwallowAsync);
        using TestBackend fine = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [mute.Address, fine.Address],
                ("loadBalancer.backendCheckInterval", "500ms"),
                ("loadBalancer.responseTimeout", "1s"),
                (
                    "loadBalancer.healthCheck",
                    TestConfig.Parse("""{ "type": "http", "timeout": "300ms" }""")
                )
            )
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 100);
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", mute.Address)) == 0,
            "it is found out"
        );
        TimeSpan foundAt = load.Now;
        await Eventually.Until(
            () => Task.FromResult(load.Now > foundAt + TimeSpan.FromSeconds(4)),
            "time passes"
        );
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        int late = outcomes.Count(o => o.Failed && o.SentAt > foundAt);
        Figure.Record(
            "backend that accepts and never answers, under 100 requests/s",
            $"found out after {foundAt.TotalSeconds:F1} s; {late} failed after it",
            "0 failed after detection",
            late == 0
        );
    }
}
