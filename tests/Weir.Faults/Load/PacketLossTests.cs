// Networks that lose packets between everybody.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class PacketLossTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Lost_packets_lose_no_request(int percent)
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([one.Address, two.Address])
        );
        IReadOnlyList<Outcome> outcomes;
        using (Firewall.Lose(percent / 100d))
        using (OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 100))
        {
            await Eventually.Pass(TimeSpan.FromSeconds(10));
            outcomes = await load.StopAsync();
        }

        int failed = outcomes.Count(o => o.Failed);
        Figure.Record(
            $"{percent} % of all packets lost",
            $"{failed} of {outcomes.Count} failed, p50 {OpenLoop.Percentile(outcomes, 0.5).TotalMilliseconds:F1} ms, p99 {OpenLoop.Percentile(outcomes, 0.99).TotalMilliseconds:F0} ms",
            "0 failed",
            failed == 0
        );
    }
}
