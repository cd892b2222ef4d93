// What slow peers cost in memory.
using System.Net;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class MemoryTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task An_upload_of_300_MB_to_a_slow_backend_is_not_kept_in_memory()
    {
        const int Total = 300_000_000;
        var done = new TaskCompletionSource<long>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is null)
            {
                return; // a check
            }

            long received = 0;
            while (received < Total)
            {
                ReadOnlyMemory<byte> some = await c.ReadSomeAsync();
                received += some.Length;
                if (received % (16 * MiB) < some.Length)
                {
                    await Eventually.Pass(TimeSpan.FromMilliseconds(300)); // about 50 MB a second
                }
            }

            await c.RespondAsync("taken");
            done.SetResult(received);
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        long before = weir.ResidentBytes;
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: {Total}\r\n\r\n");
        byte[] piece = new byte[MiB];
        long peak = before;
        for (long left = Total; left > 0; left -= piece.Length)
        {
            await client.SendAsync(piece.AsMemory(0, (int)long.Min(left, piece.Length)));
            peak = long.Max(peak, weir.ResidentBytes);
        }

        (await client.ReadResponseAsync()).Status.ShouldBe(200);
        (await done.Task).ShouldBe(Total);
        double more = (double)(peak - before) / MiB;
        Figure.Record(
            "upload of 300 MB to a slow backend",
            $"{more:F1} MiB more resident memory at most",
            "≤ 32 MB more",
            more <= 32
        );
    }

    [Fact]
    public async Task Twenty_clients_that_read_nothing_of_50_MB_each_cost_little()
    {
        byte[] piece = new byte[MiB];
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n");
                for (int i = 0; i < 50; i++)
                {
                    await c.SendAsync(piece);
                }
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        (await RawClient.GetAsync(weir.Endpoint)).BodyBytes.Length.ShouldBe(52_428_800); // warmed up
        long before = weir.ResidentBytes;
        List<RawClient> clients = [];
        for (int i = 0; i < 20; i++)
        {
            clients.Add(await RawClient.ConnectAsync(weir.Endpoint));
            await clients[i].SendAsync("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        }

        await Eventually.Pass(TimeSpan.FromSeconds(5));
        double more = (double)(weir.ResidentBytes - before) / MiB;
        HttpMessage fine = await AskAnotherAsync(weir.Endpoint);
        clients.ForEach(c => c.Dispose());
        Figure.Record(
            "20 clients that read nothing of 50 MB each",
            $"{more:F1} MiB more resident memory; another client got {fine.BodyBytes.Length:N0} bytes meanwhile",
            "≤ 64 MB",
            more <= 64
        );
    }

    private static async Task<HttpMessage> AskAnotherAsync(EndPoint weir) =>
        await RawClient.GetAsync(weir);
}
