// The pace of reports. Real time, short intervals: each test waits for the report itself.
using System.Threading.Channels;
using Shouldly;
using Weir.Observability;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Observability;

public sealed class MetricsReporterTests : IDisposable
{
    private readonly Channel<(MetricsSnapshot Snapshot, string? Thread)> _reports =
        Channel.CreateUnbounded<(MetricsSnapshot, string?)>();
    private readonly Channel<Exception> _errors = Channel.CreateUnbounded<Exception>();
    private readonly WorkerCounters _worker = new();
    private readonly MetricsReporter _reporter;
    private volatile bool _fails;

    public MetricsReporterTests() =>
        _reporter = new(new MetricsCollector([_worker]), OnReport, e => _errors.Writer.TryWrite(e));

    public void Dispose() => _reporter.Dispose();

    private void OnReport(MetricsSnapshot snapshot)
    {
        if (_fails)
        {
            throw new InvalidOperationException("the log is broken");
        }

        _reports.Writer.TryWrite((snapshot, Thread.CurrentThread.Name));
    }

    private static CancellationToken Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        return limit.Token;
    }

    [Fact]
    public async Task Reports_come_again_and_again_on_the_thread_of_that_name()
    {
        _worker.ActiveConnections = 5;
        long startedMs = Environment.TickCount64;
        _reporter.Start(intervalMs: 40);
        for (int i = 0; i < 3; i++)
        {
            (MetricsSnapshot snapshot, string? thread) = await _reports.Reader.ReadAsync(Limit());
            snapshot.ActiveConnections.ShouldBe(5);
            thread.ShouldBe("weir-metrics");
        }

        (Environment.TickCount64 - startedMs).ShouldBeGreaterThanOrEqualTo(110);
        _reporter.Last.ShouldNotBeNull().ActiveConnections.ShouldBe(5);
    }

    [Fact]
    public async Task Off_reports_nothing_until_an_interval_is_set()
    {
        _reporter.Start(intervalMs: 0);
        _reporter.Last.ShouldBeNull();
        _reporter.SetInterval(5);
        await _reports.Reader.ReadAsync(Limit());
    }

    [Fact]
    public async Task A_long_interval_can_be_cut_short()
    {
        _reporter.Start(intervalMs: 100L * 24 * 3600 * 1000);
        _reporter.SetInterval(5);
        await _reports.Reader.ReadAsync(Limit());
    }

    [Fact]
    public async Task A_report_that_fails_does_not_end_the_thread()
    {
        _fails = true;
        _reporter.Start(intervalMs: 5);
        (await _errors.Reader.ReadAsync(Limit())).Message.ShouldBe("the log is broken");
        _fails = false;
        await _reports.Reader.ReadAsync(Limit());
    }

    [Fact]
    public void Disposing_ends_the_thread_at_once_and_without_a_report()
    {
        _reporter.Start(intervalMs: 3_600_000);
        _reporter.Dispose();
        _reports.Reader.TryRead(out _).ShouldBeFalse();
    }
}
