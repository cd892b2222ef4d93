// Bulk through tcp sessions: it passes by pipes of the kernel, changes to small talk and back, and ends as the peers end it.
using System.Security.Cryptography;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Tcp;

public sealed class TcpBulkTests
{
    private const int BulkBytes = 8 * 1024 * 1024;
    private static readonly byte[] s_bulk = RandomNumberGenerator.GetBytes(BulkBytes);

    [Fact]
    public async Task Bulk_and_small_talk_take_turns_on_one_connection()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            for (int round = 0; round < 3; round++)
            {
                byte[] bulk = await c.ReadExactlyAsync(BulkBytes);
                await c.SendAsync(bulk);
                for (int word = 0; word < 5; word++)
                {
                    await c.SendAsync(await c.ReadExactlyAsync(4));
                }
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("loadBalancer.tcpPooling", "off"))
        );
        int pipes = PipesOf(weir);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int round = 0; round < 3; round++)
        {
            await client.SendAsync(s_bulk);
            (await client.ReadExactlyAsync(BulkBytes))
                .AsSpan()
                .SequenceEqual(s_bulk)
                .ShouldBeTrue();
            for (int word = 0; word < 5; word++)
            {
                await client.SendAsync("ping");
                (await client.ReadTextAsync(4)).ShouldBe("ping");
            }
        }

        await client.ExpectEndAsync();
        PipesOf(weir).ShouldBeGreaterThan(pipes);
        await weir.Admin.UntilAsync(
            m =>
                m.Value("bytes_transferred_total", ("direction", "in")) == 3 * (BulkBytes + 20)
                && m.Value("bytes_transferred_total", ("direction", "out")) == 3 * (BulkBytes + 20),
            "every byte is counted"
        );
    }

    [Fact]
    public async Task A_backends_reset_in_the_middle_of_bulk_reaches_the_client()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (!(await c.ReadSomeAsync()).IsEmpty)
            {
                await c.SendAsync(s_bulk);
                await c.ReadExactlyAsync(1);
                c.Reset();
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("x");
        (await client.ReadExactlyAsync(BulkBytes)).AsSpan().SequenceEqual(s_bulk).ShouldBeTrue();
        await client.SendAsync("y");
        (await client.ReadToResetAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_bulk_resets_the_backend_and_harms_no_other()
    {
        var outcome = new TaskCompletionSource<Exception>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if ((await c.ReadSomeAsync()).IsEmpty)
            {
                return;
            }

            try
            {
                while (true)
                {
                    await c.SendAsync(s_bulk);
                }
            }
            catch (Exception e)
            {
                outcome.TrySetResult(e);
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        using RawClient other = await RawClient.ConnectAsync(weir.Endpoint);
        await other.SendAsync("x");
        await other.ReadExactlyAsync(BulkBytes);
        RawClient leaver = await RawClient.ConnectAsync(weir.Endpoint);
        await leaver.SendAsync("x");
        await leaver.ReadExactlyAsync(BulkBytes);

        leaver.Reset();

        await Eventually.Within(outcome.Task, "the backend's connection breaks");
        (await other.ReadExactlyAsync(BulkBytes)).AsSpan().SequenceEqual(s_bulk).ShouldBeTrue();
    }

    private static int PipesOf(WeirProcess weir) =>
        Directory
            .EnumerateFiles($"/proc/{weir.Pid}/fd")
            .Count(fd =>
                new FileInfo(fd).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true
            );
}
