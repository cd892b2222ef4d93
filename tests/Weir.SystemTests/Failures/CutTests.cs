// A response that breaks off: all that came of it reaches the client, however late it reads, and the end shows that it is not all.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Failures;

public sealed class CutTests
{
    private const int SmallReceiveBuffer = 32_768;
    private const int SentBytes = 400_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_reader_gets_every_byte_that_came_before_the_cut(bool isCloseFramed)
    {
        var isCut = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                string fields = isCloseFramed ? "" : "Content-Length: 900000\r\n";
                await c.SendAsync($"HTTP/1.1 200 OK\r\n{fields}\r\n");
                await c.SendAsync(new byte[SentBytes]);
                await isCut.Task;
                if (isCloseFramed)
                {
                    c.Reset();
                }
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint, SmallReceiveBuffer);
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldNotBeNull();
        // Weir has all of it, in the kernel or in a block; now the backend is gone, and only then the client reads on.
        await Eventually.Until(
            async () =>
                await SumAsync(weir, "bytes_transferred_total", ("direction", "out")) >= SentBytes,
            "all of it is on its way"
        );
        isCut.SetResult();
        await Eventually.Until(
            async () => await SumAsync(weir, "weir_failures_total") > 0,
            "the cut is noticed"
        );
        byte[] got = isCloseFramed
            ? await client.ReadToResetAsync()
            : await client.ReadToEndAsync();
        got.Length.ShouldBe(SentBytes);
    }

    private static async Task<double> SumAsync(
        WeirProcess weir,
        string name,
        params (string, string)[] labels
    ) => (await weir.Admin.MetricsAsync()).Sum(name, labels);
}
