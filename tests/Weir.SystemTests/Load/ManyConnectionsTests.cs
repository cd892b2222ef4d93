// As many open connections as a machine's limits allow, up to 10,000.
using System.Globalization;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Load;

[Collection(AloneCollection.Name)]
public sealed class ManyConnectionsTests
{
    [Fact]
    public async Task Ten_thousand_idle_clients_cost_little_and_are_all_served()
    {
        int count = int.Min(10_000, FileLimit() - 1000);
        Assert.SkipUnless(count >= 200, "the limit of open files is too low");
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.connectionIdleTimeout", 0))
        );
        var clients = new RawClient[count];
        clients[0] = await RawClient.ConnectAsync(weir.Endpoint);
        await clients[0].GetAsync();
        await weir.Admin.MetricsAsync();
        long before = weir.ResidentBytes;
        for (int i = 1; i < count; i++)
        {
            clients[i] = await RawClient.ConnectAsync(weir.Endpoint);
            // Every tenth has had an answer: kept-alive ones must cost no more than fresh ones.
            if (i % 10 == 0)
            {
                (await clients[i].GetAsync()).Status.ShouldBe(200);
            }
        }

        await weir.Admin.UntilAsync(
            m => m.Value("active_connections_total") == count,
            "all are accepted"
        );
        // A block is 64 KiB: idle connections that held one would need ten times this.
        (weir.ResidentBytes - before).ShouldBeLessThan(count * 6L * 1024);
        for (int i = 0; i < count; i += 97)
        {
            (await clients[i].GetAsync()).Status.ShouldBe(200);
        }

        foreach (RawClient client in clients)
        {
            client.Dispose();
        }

        await weir.Admin.UntilAsync(m => m.Value("active_connections_total") == 0, "all are gone");
    }

    private static int FileLimit() =>
        int.Parse(
            File.ReadLines("/proc/self/limits")
                .Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3],
            CultureInfo.InvariantCulture
        );
}
