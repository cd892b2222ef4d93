// The configuration's file is deleted, emptied and half written while Weir serves, then whole again.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class ConfigFileTests
{
    [Fact]
    public async Task A_file_that_is_gone_or_half_written_changes_nothing_until_it_is_whole()
    {
        CancellationToken end = TestContext.Current.CancellationToken;
        using TestBackend before = TestBackend.Http("before");
        using TestBackend after = TestBackend.Http("after");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([before.Address])
        );
        string whole = (await File.ReadAllTextAsync(weir.ConfigPath, end)).Replace(
            before.Address,
            after.Address,
            StringComparison.Ordinal
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 200);
        await Eventually.Until(() => load.Outcomes.Count > 200, "traffic flows");
        Action[] faults =
        [
            () => File.Delete(weir.ConfigPath),
            () => File.WriteAllText(weir.ConfigPath, ""),
            () => File.WriteAllText(weir.ConfigPath, whole[..(whole.Length / 2)]),
        ];
        int told = 0;
        foreach (Action fault in faults)
        {
            int known = weir.Log.Named("config_rejected").Count;
            fault();
            weir.Signal("HUP");
            await Eventually.Until(
                () => weir.Log.Named("config_rejected").Count > known,
                "it is rejected"
            );
            told++;
            await Eventually.Pass(TimeSpan.FromSeconds(2)); // the watcher has looked too
        }

        int kept = after.Requests.Count;
        TimeSpan wholeAt = load.Now;
        await File.WriteAllTextAsync(weir.ConfigPath, whole, end); // the watcher's turn
        await Eventually.Until(() => !after.Requests.IsEmpty, "the whole file is taken");
        double took = (load.Now - wholeAt).TotalSeconds;
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        int failed = outcomes.Count(o => o.Failed);
        Figure.Record(
            "configuration deleted, emptied and half written at 200 requests/s, then whole again",
            $"{failed} of {outcomes.Count} failed; {told} of {faults.Length} rejected and logged, {kept} requests by another configuration; the whole one in force after {took:F1} s",
            "0 failed, each told, none in force; the whole one in 3 s",
            failed == 0 && told == faults.Length && kept == 0 && took <= 3
        );
    }
}
