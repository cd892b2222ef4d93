// The wall clock jumps by an hour, forth and back, under load. The process alone sees it: libfaketime stands before its clock.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class ClockTests
{
    private static readonly string[] s_places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    ];

    [Fact]
    public async Task A_clock_stepped_by_an_hour_fails_no_request()
    {
        string? library = Array.Find(s_places, File.Exists);
        Assert.SkipWhen(library is null, "faketime is not installed");
        string offset = Path.GetTempFileName();
        await File.WriteAllTextAsync(offset, "+0", TestContext.Current.CancellationToken);
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.backendCheckInterval", "500ms")),
            ("LD_PRELOAD", library),
            ("FAKETIME_TIMESTAMP_FILE", offset),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 100);
        foreach (string step in new[] { "+1h", "-1h", "+0" })
        {
            await Eventually.Pass(TimeSpan.FromSeconds(3));
            await File.WriteAllTextAsync(offset, step, TestContext.Current.CancellationToken);
        }

        await Eventually.Pass(TimeSpan.FromSeconds(3));
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        File.Delete(offset);
        int failed = outcomes.Count(o => o.Failed);
        Metrics metrics = await weir.Admin.MetricsAsync();
        double checks = metrics.Sum("weir_health_checks_total", ("result", "success"));
        Figure.Record(
            "clock stepped by an hour, forth and back",
            $"{failed} of {outcomes.Count} failed, {checks:F0} checks in 12 s at an interval of 0.5 s",
            "0 failed, checks go on",
            failed == 0 && checks is > 15 and < 40
        );
    }
}
