// A backend whose host name does not resolve, then does, then leads elsewhere.
using System.Net;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Backends;

public sealed class NameTests
{
    private const string Name = "backend.weir.test";
    private const int Port = 8080;

    [Fact]
    public async Task A_name_that_fails_heals_and_moves_costs_only_what_it_must()
    {
        using NameServer names = NameServer.Start();
        (IPAddress first, IPAddress second) = (LoopbackAddress.Next(), LoopbackAddress.Next());
        using TestBackend old = At(first);
        using TestBackend next = At(second);
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([$"{Name}:{Port}"], ("loadBalancer.backendCheckInterval", "500ms"))
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 100);
        await Eventually.Until(() => load.Outcomes.Count > 200, "requests find nobody");
        int others = load.Outcomes.Count(o => o.Status != 503);

        TimeSpan toldAt = load.Now;
        names.Set(Name, first);
        await Eventually.Until(() => !old.Requests.IsEmpty, "the name is found");
        TimeSpan healedAt = load.Now;

        TimeSpan movedAt = load.Now;
        names.Set(Name, second);
        await Eventually.Until(
            () => Task.FromResult(!next.Requests.IsEmpty),
            "the new address is found",
            TimeSpan.FromSeconds(45)
        );
        TimeSpan foundAt = load.Now;
        await Eventually.Pass(TimeSpan.FromSeconds(1)); // what was under way ends
        int before = old.Requests.Count;
        await Eventually.Pass(TimeSpan.FromSeconds(2));
        int late = old.Requests.Count - before;
        old.Kill();
        await Eventually.Pass(TimeSpan.FromSeconds(2));
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        Outcome[] served = [.. outcomes.Where(o => o.SentAt > healedAt)];
        int failed = served.Count(o => o.Failed);
        (double heal, double move) = (
            (healedAt - toldAt).TotalSeconds,
            (foundAt - movedAt).TotalSeconds
        );
        Figure.Record(
            "backend whose name fails, then resolves, then changes its address, under 100 requests/s",
            $"503 while it fails ({others} other answers), served {heal:F1} s after it resolves; its new address used after {move:F1} s; {failed} of {served.Length} failed from the first answer on, {late} went to the old address a second later",
            "503, served in 6 s, new address in 31 s, 0 failed, 0 to the old one",
            others == 0 && heal <= 6 && move <= 31 && failed == 0 && late == 0
        );
    }

    private static TestBackend At(IPAddress address)
    {
        TestBackend? backend = null;
        backend = TestBackend.StartAt(
            new IPEndPoint(address, Port),
            c => Scripts.ServeAsync(c, backend!, (_, to) => to.RespondAsync("found"))
        );
        return backend;
    }
}
