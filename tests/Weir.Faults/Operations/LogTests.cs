// Access logs that cannot be written: the disk is full, or whoever reads the pipe sleeps.
using System.Diagnostics;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class LogTests
{
    [Fact]
    public async Task A_full_disk_costs_lines_and_no_request()
    {
        using SmallDisk disk = SmallDisk.Mount(kibibytes: 64);
        string path = Path.Combine(disk.Folder, "access.log");
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(backend, path);
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 200);
        await weir.Admin.UntilAsync(m => DroppedOf(m) > 0, "the disk is full");
        TimeSpan fullAt = load.Now;
        await Eventually.Pass(TimeSpan.FromSeconds(5));
        long full = new FileInfo(path).Length;
        disk.Grow(kibibytes: 4096);
        await Eventually.Until(() => new FileInfo(path).Length > full, "lines come again");
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        double dropped = 0;
        int lines = 0;
        await Eventually.Until(
            async () =>
            {
                dropped = DroppedOf(await weir.Admin.MetricsAsync());
                // A line that was cut off where the disk ended is lost, and counted.
                lines = File.ReadLines(path).Count(line => line.EndsWith('}'));
                return lines + dropped >= outcomes.Count;
            },
            "each request has its line or is counted"
        );
        int failed = outcomes.Count(o => o.Failed);
        double p99 = OpenLoop
            .Percentile(outcomes.Where(o => o.SentAt > fullAt), 0.99)
            .TotalMilliseconds;
        Figure.Record(
            "disk of the access log full for 5 s at 200 requests/s",
            $"{failed} of {outcomes.Count} failed, p99 {p99:F1} ms; {dropped:F0} lines lost and counted, {lines} written, again when there was room",
            "0 failed, p99 < 200 ms, lines written + counted = requests",
            failed == 0 && p99 < 200 && dropped > 0 && lines + dropped == outcomes.Count
        );
    }

    [Fact]
    public async Task A_pipe_whose_reader_sleeps_costs_lines_and_no_request()
    {
        string pipe = Path.Combine(Path.GetTempPath(), $"weir-{Guid.NewGuid():N}");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await StartAsync(backend, pipe);
        IReadOnlyList<Outcome> calm = await LoadAsync(weir);
        LoadClients flood = LoadClients.Start(weir.Endpoint);
        await weir.Admin.UntilAsync(m => DroppedOf(m) > 0, "pipe and queues are full");
        await flood.StopAsync();
        double before = DroppedOf(await weir.Admin.MetricsAsync());
        IReadOnlyList<Outcome> outcomes = await LoadAsync(weir);
        double dropped = DroppedOf(await weir.Admin.MetricsAsync()) - before;
        File.Delete(pipe);
        int failed = outcomes.Count(o => o.Failed);
        double p99 = OpenLoop.Percentile(outcomes, 0.99).TotalMilliseconds;
        Figure.Record(
            "access log into a pipe whose reader sleeps, at 200 requests/s",
            $"{failed} of {outcomes.Count} failed, p99 {OpenLoop.Percentile(calm, 0.99).TotalMilliseconds:F1} ms before it was full, {p99:F1} ms after; {dropped:F0} lines counted as lost",
            "0 failed, p99 < 200 ms, lost lines counted",
            failed == 0 && p99 < 200 && flood.Failures.IsEmpty && dropped > 0
        );
    }

    private static Task<IReadOnlyList<Outcome>> LoadAsync(WeirProcess weir) =>
        OpenLoop.RunAsync(weir.Endpoint, perSecond: 200, TimeSpan.FromSeconds(5));

    private static double DroppedOf(Metrics metrics) =>
        metrics.Value("weir_log_dropped_total", ("log", "access"));

    private static Task<WeirProcess> StartAsync(TestBackend backend, string path) =>
        WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("accessLog.enabled", true),
                ("accessLog.path", path)
            )
        );
}
