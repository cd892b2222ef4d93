// 100 MB through every path, compared by hash.
using System.Security.Cryptography;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

[Collection(AloneCollection.Name)]
public sealed class BulkTests
{
    private const int Megabytes = 100;

    private static readonly byte[] s_block = RandomNumberGenerator.GetBytes(1024 * 1024);
    private static readonly string s_hash = HashOfAll();

    [Fact]
    public async Task A_hundred_megabytes_by_content_length_arrive_whole_both_ways_at_once()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is null)
            {
                return;
            }

            await c.SendAsync(
                $"HTTP/1.1 200 OK\r\nContent-Length: {Megabytes * s_block.Length}\r\n\r\n"
            );
            // A response that ends before its request would end the request too: the last block waits for that.
            using var sink = new HashStream();
            await Task.WhenAll(
                SendAllAsync(c, Megabytes - 1),
                c.CopyAsync(sink, Megabytes * (long)s_block.Length)
            );
            await c.SendAsync(s_block);
            sink.Hash().ShouldBe(s_hash);
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Megabytes * s_block.Length}\r\n\r\n"
        );
        using var received = new HashStream();
        await Task.WhenAll(SendAllAsync(client), ReceiveAsync(client, received));
        received.Hash().ShouldBe(s_hash);
        await Eventually.Until(
            () => backend.Open == 0 || backend.Failures.IsEmpty,
            "the backend is done"
        );
        backend.Failures.ShouldBeEmpty();

        static async Task ReceiveAsync(RawClient client, Stream sink)
        {
            (await client.ReadHeadAsync()).ShouldNotBeNull();
            await client.CopyAsync(sink, Megabytes * (long)s_block.Length);
        }
    }

    [Fact]
    public async Task A_hundred_megabytes_chunked_arrive_whole_up_and_down()
    {
        string? seen = null;
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is null)
            {
                return;
            }

            using var sink = new HashStream();
            await c.CopyChunkedAsync(sink);
            seen = sink.Hash();
            await c.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await SendChunksAsync(c);
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        await SendChunksAsync(client);
        (await client.ReadHeadAsync()).ShouldNotBeNull();
        using var received = new HashStream();
        await client.CopyChunkedAsync(received);
        seen.ShouldBe(s_hash);
        received.Hash().ShouldBe(s_hash);
    }

    [Fact]
    public async Task A_hundred_megabytes_through_tcp_arrive_whole_both_ways_at_once()
    {
        string? seen = null;
        using TestBackend backend = TestBackend.Start(async c =>
        {
            using var sink = new HashStream();
            Task sending = SendAllAsync(c);
            await c.CopyToEndAsync(sink);
            seen = sink.Hash();
            await sending;
            c.EndSending();
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                ("loadBalancer.tcpPooling", "off"),
                ("loadBalancer.backendCheckInterval", "1h")
            )
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        using var received = new HashStream();
        await Task.WhenAll(SendAndEndAsync(client), client.CopyToEndAsync(received));
        received.Hash().ShouldBe(s_hash);
        seen.ShouldBe(s_hash);

        static async Task SendAndEndAsync(RawClient client)
        {
            await SendAllAsync(client);
            client.EndSending();
        }
    }

    [Fact]
    public async Task A_slow_client_bounds_what_weir_holds_and_then_gets_everything()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync(
                    $"HTTP/1.1 200 OK\r\nContent-Length: {Megabytes * s_block.Length}\r\n\r\n"
                );
                await SendAllAsync(c);
                await c.CopyToEndAsync(Stream.Null);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        await weir.Admin.MetricsAsync();
        long before = weir.ResidentBytes;
        using RawClient client = await RawClient.ConnectAsync(
            weir.Endpoint,
            receiveBuffer: 16 * 1024
        );
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldNotBeNull();
        await StandsStillAsync(weir, "out");
        // What the kernel holds is not in it; what Weir holds is a few blocks.
        (weir.ResidentBytes - before).ShouldBeLessThan(24L * 1024 * 1024);
        using var received = new HashStream();
        await client.CopyAsync(received, Megabytes * (long)s_block.Length);
        received.Hash().ShouldBe(s_hash);
    }

    [Fact]
    public async Task A_slow_backend_bounds_what_weir_takes_from_a_client()
    {
        var gate = new TaskCompletionSource();
        string? seen = null;
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is null)
            {
                return;
            }

            await gate.Task;
            using var sink = new HashStream();
            await c.CopyAsync(sink, Megabytes * (long)s_block.Length);
            seen = sink.Hash();
            await c.RespondAsync("all");
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        await weir.Admin.MetricsAsync();
        long before = weir.ResidentBytes;
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Megabytes * s_block.Length}\r\n\r\n"
        );
        Task sending = SendAllAsync(client);
        await StandsStillAsync(weir, "in");
        (weir.ResidentBytes - before).ShouldBeLessThan(24L * 1024 * 1024);
        gate.SetResult();
        await sending;
        (await client.ReadResponseAsync()).Body.ShouldBe("all");
        seen.ShouldBe(s_hash);
    }

    // Backpressure reached the sender: the counter moves no more, long before the end.
    private static async Task StandsStillAsync(WeirProcess weir, string direction)
    {
        double last = -1;
        int still = 0;
        await Eventually.Until(
            async () =>
            {
                double now = (await weir.Admin.MetricsAsync()).Value(
                    "bytes_transferred_total",
                    ("direction", direction)
                );
                still = now == last && now > 0 ? still + 1 : 0;
                last = now;
                return still == 10;
            },
            "the transfer stands still"
        );
        last.ShouldBeLessThan(Megabytes * (double)s_block.Length / 2);
    }

    private static async Task SendAllAsync(Wire wire, int blocks = Megabytes)
    {
        for (int i = 0; i < blocks; i++)
        {
            await wire.SendAsync(s_block);
        }
    }

    private static async Task SendChunksAsync(Wire wire)
    {
        // Sizes that fit no buffer.
        const int chunk = 77_777;
        for (int i = 0; i < Megabytes; i++)
        {
            for (int at = 0; at < s_block.Length; at += chunk)
            {
                int size = int.Min(chunk, s_block.Length - at);
                await wire.SendAsync($"{size:x}\r\n");
                await wire.SendAsync(s_block.AsMemory(at, size));
                await wire.SendAsync("\r\n");
            }
        }

        await wire.SendAsync("0\r\n\r\n");
    }

    private static string HashOfAll()
    {
        using var hash = new HashStream();
        for (int i = 0; i < Megabytes; i++)
        {
            hash.Write(s_block);
        }

        return hash.Hash();
    }
}
