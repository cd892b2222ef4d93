// Who gets how much.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Balancing;

public sealed class DistributionTests
{
    [Fact]
    public async Task Round_robin_gives_http_backends_exactly_even_shares()
    {
        TestBackend[] backends =
        [
            TestBackend.Http("0"),
            TestBackend.Http("1"),
            TestBackend.Http("2"),
        ];
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(backends.Select(b => b.Address))
        );
        // Connections spread over the reactors, requests over time: the turn is everybody's.
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
                    for (int i = 0; i < 50; i++)
                    {
                        (await client.GetAsync()).Status.ShouldBe(200);
                    }
                })
        );
        backends.Select(b => b.Requests.Count).ShouldBe([100, 100, 100]);
        Dispose(backends);
    }

    [Fact]
    public async Task Round_robin_gives_tcp_backends_exactly_even_shares()
    {
        TestBackend[] backends =
        [
            TestBackend.Echo("0"),
            TestBackend.Echo("1"),
            TestBackend.Echo("2"),
        ];
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(backends.Select(b => b.Address))
        );
        var greetings = new List<string>();
        for (int i = 0; i < 60; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            greetings.Add(await client.ReadTextAsync(1));
        }

        greetings.GroupBy(g => g).Select(g => g.Count()).ShouldBe([20, 20, 20]);
        Dispose(backends);
    }

    [Fact]
    public async Task Weights_are_kept_and_smooth()
    {
        TestBackend[] backends =
        [
            TestBackend.Http("a"),
            TestBackend.Http("b"),
            TestBackend.Http("c"),
        ];
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                backends.Select(b => b.Address),
                ("backends.0.weight", 5),
                ("reactor.threads", 1)
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        string order = "";
        for (int i = 0; i < 70; i++)
        {
            order += (await client.GetAsync()).Body;
        }

        order.Count(c => c == 'a').ShouldBe(50);
        order.Count(c => c == 'b').ShouldBe(10);
        order.ShouldNotContain("aaaaa");
        Dispose(backends);
    }

    [Fact]
    public async Task Least_connections_avoids_the_busy_backend()
    {
        var gate = new TaskCompletionSource();
        using TestBackend busy = TestBackend.Http(
            async (r, c) =>
            {
                await gate.Task;
                await c.RespondAsync("busy");
            }
        );
        using TestBackend free = TestBackend.Http("free");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [busy.Address, free.Address],
                ("loadBalancer.algorithm", "leastConnections")
            )
        );
        var held = new List<RawClient>();
        // Each held request makes the busy one busier; as long as some land there, go on.
        while (busy.Requests.IsEmpty)
        {
            RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            held.Add(client);
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await Eventually.Until(
                () => busy.Requests.Count + free.Requests.Count == held.Count,
                "the request arrives"
            );
        }

        using RawClient other = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 20; i++)
        {
            (await other.GetAsync()).Body.ShouldBe("free");
        }

        gate.SetResult();
        held.ForEach(c => c.Dispose());
    }

    [Theory]
    [InlineData("random")]
    [InlineData("powerOfTwo")]
    [InlineData("leastConnections")]
    public async Task Other_algorithms_use_every_backend(string algorithm)
    {
        TestBackend[] backends =
        [
            TestBackend.Http("a"),
            TestBackend.Http("b"),
            TestBackend.Http("c"),
        ];
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(backends.Select(b => b.Address), ("loadBalancer.algorithm", algorithm))
        );
        await Eventually.Until(
            async () =>
            {
                await RawClient.GetAsync(weir.Endpoint);
                return backends.All(b => !b.Requests.IsEmpty);
            },
            $"{algorithm} reaches every backend"
        );
        Dispose(backends);
    }

    [Fact]
    public async Task Weight_0_means_no_new_work()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([one.Address, two.Address])
        );
        AdminAnswer answer = await weir.Admin.SendAsync(
            "PUT",
            $"/api/v1/clusters/default/backends/{one.Address}/weight",
            """{"weight": 0}"""
        );
        answer.Status.ShouldBe(200);
        for (int i = 0; i < 10; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
        }
    }

    private static void Dispose(TestBackend[] backends)
    {
        foreach (TestBackend backend in backends)
        {
            backend.Dispose();
        }
    }
}
