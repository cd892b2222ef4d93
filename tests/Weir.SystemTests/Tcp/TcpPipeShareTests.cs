// How much of a large transfer goes through pipes, by count, on a machine that has other things to do.
using System.Security.Cryptography;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Tcp;

[Collection(AloneCollection.Name)]
public sealed class TcpPipeShareTests
{
    private const int Transfers = 20;
    private const int TransferBytes = 10_000_000;
    private const double LeastShare = 0.95;
    private const int BusyLoops = 2;

    private static readonly byte[] s_bulk = RandomNumberGenerator.GetBytes(TransferBytes);

    [Fact]
    public async Task Nearly_all_of_each_download_goes_through_pipes_beside_two_busy_loops()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (!(await c.ReadSomeAsync()).IsEmpty)
            {
                await c.SendAsync(s_bulk);
                c.EndSending();
            }
        });
        await RunBesideBusyLoopsAsync(
            backend,
            async weir =>
            {
                using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
                await client.SendAsync("x");
                (await client.ReadExactlyAsync(TransferBytes))
                    .AsSpan()
                    .SequenceEqual(s_bulk)
                    .ShouldBeTrue();
                await client.ExpectEndAsync();
            }
        );
    }

    [Fact]
    public async Task So_does_nearly_all_of_each_upload()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            await c.ReadExactlyAsync(TransferBytes);
            await c.SendAsync("x");
        });
        await RunBesideBusyLoopsAsync(
            backend,
            async weir =>
            {
                using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
                await client.SendAsync(s_bulk);
                await client.ReadExactlyAsync(1);
            }
        );
    }

    private static async Task RunBesideBusyLoopsAsync(
        TestBackend backend,
        Func<WeirProcess, Task> transfer
    )
    {
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("loadBalancer.tcpPooling", "off"))
        );
        bool isOver = false;
        Thread[] loops =
        [
            .. Enumerable
                .Range(0, BusyLoops)
                .Select(_ => new Thread(() =>
                {
                    while (!Volatile.Read(ref isOver)) { }
                })),
        ];
        Array.ForEach(loops, loop => loop.Start());
        try
        {
            for (int number = 0; number < Transfers; number++)
            {
                double before = await PipedBytesAsync(weir);
                await transfer(weir);
                // A worker publishes its counters at the end of its turn.
                await weir.Admin.UntilAsync(
                    m => m.Value("weir_bulk_bytes_total") - before >= LeastShare * TransferBytes,
                    $"transfer {number} goes through pipes"
                );
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            Array.ForEach(loops, loop => loop.Join());
        }
    }

    private static async Task<double> PipedBytesAsync(WeirProcess weir) =>
        (await weir.Admin.MetricsAsync()).Value("weir_bulk_bytes_total");
}
