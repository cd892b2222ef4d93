// After 101 a connection is a tunnel.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class UpgradeTests
{
    private const string Ask =
        "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n";

    [Fact]
    public async Task An_accepted_upgrade_becomes_a_tunnel_both_ways()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadRequestAsync() is { } request)
            {
                request.Field("Connection")!.ToLowerInvariant().ShouldBe("upgrade");
                request.Field("Upgrade").ShouldBe("websocket");
                // Bytes right behind the head belong to the tunnel.
                await c.SendAsync(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: z\r\n\r\nfirst"
                );
                await Scripts.EchoAsync(c, "");
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(Ask + "early");
        HttpMessage answer = await client.ReadResponseAsync();
        answer.Status.ShouldBe(101);
        answer.Field("Upgrade").ShouldBe("websocket");
        answer.Field("Connection")!.ToLowerInvariant().ShouldBe("upgrade");
        answer.Field("Sec-WebSocket-Accept").ShouldBe("z");
        (await client.ReadTextAsync(10)).ShouldBe("firstearly");
        for (int i = 0; i < 10; i++)
        {
            await client.SendAsync($"\0GET / HTTP/1.1\r\n{i}");
            (await client.ReadTextAsync(18)).ShouldBe($"\0GET / HTTP/1.1\r\n{i}");
        }

        client.EndSending();
        await client.ExpectEndAsync();
        backend.Failures.ShouldBeEmpty();
        (await weir.Admin.MetricsAsync())
            .Sum("weir_requests_total", ("code_class", "1xx"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_upgrade_is_an_ordinary_answer()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        (await client.ExchangeAsync(Ask)).Body.ShouldBe("hello");
        (await client.GetAsync()).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task An_upgrade_nobody_asked_for_is_a_protocol_error()
    {
        using TestBackend backend = TestBackend.Http(
            (_, c) =>
                c.SendAsync(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
                )
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        HttpMessage answer = await RawClient.GetAsync(weir.Endpoint);
        answer.Status.ShouldBe(502);
        answer.Field("Proxy-Status").ShouldBe("weir; error=http_protocol_error");
    }
}
