// A backend that dies and comes back each second for a minute.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Backends;

public sealed class FlappingTests
{
    [Fact]
    public async Task A_backend_that_flaps_each_second_for_a_minute_fails_hardly_any_request()
    {
        using TestBackend steady = TestBackend.Http("steady");
        using TestBackend flapping = TestBackend.Http("flapping");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [steady.Address, flapping.Address],
                ("loadBalancer.backendCheckInterval", 1)
            )
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 200, postEvery: 10);
        for (int i = 0; i < 30; i++)
        {
            await Eventually.Pass(TimeSpan.FromSeconds(1));
            flapping.Kill();
            await Eventually.Pass(TimeSpan.FromSeconds(1));
            flapping.Revive();
        }

        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        int failed = outcomes.Count(o => o.Failed);
        int twice = steady
            .Requests.Concat(flapping.Requests)
            .Select(r => r.Field("X-Post-Id"))
            .OfType<string>()
            .GroupBy(id => id)
            .Count(group => group.Count() > 1);
        Figure.Record(
            "one of two backends flapping each second for 60 s",
            $"{failed} of {outcomes.Count} failed ({100d * failed / outcomes.Count:F3} %), {twice} POSTs delivered twice",
            "≤ 0.1 % failed, 0 POSTs twice",
            failed <= outcomes.Count / 1000 && twice == 0
        );
    }
}
