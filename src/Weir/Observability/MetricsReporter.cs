// The thread weir-metrics: reports all figures at a fixed pace, and keeps the last ones.
using System.Diagnostics;
using Weir.Proxy.Metrics;

namespace Weir.Observability;

/// <summary>
/// Collects and reports each interval. <paramref name="report"/> gets the figures on this thread; what it or the collection throws goes
/// to <paramref name="onError"/>: traffic does not stop over a report.
/// </summary>
internal sealed class MetricsReporter(
    MetricsCollector collector,
    Action<MetricsSnapshot> report,
    Action<Exception> onError
) : IDisposable
{
    private readonly AutoResetEvent _wake = new(false);
    private Thread? _thread;
    private MetricsSnapshot? _last;
    private long _intervalMs;
    private volatile bool _stopping;

    /// <summary>The figures last reported; null before the first report.</summary>
    public MetricsSnapshot? Last => Volatile.Read(ref _last);

    /// <summary>Starts the thread. The first report comes one interval from now; 0 reports nothing until <see cref="SetInterval"/>.</summary>
    public void Start(long intervalMs)
    {
        Debug.Assert(_thread is null, "started twice");
        _intervalMs = intervalMs;
        _thread = new Thread(Run) { Name = "weir-metrics", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Changes the interval, in milliseconds, after a reload; 0 switches the reports off. The next one is a full interval away.</summary>
    public void SetInterval(long intervalMs)
    {
        if (Interlocked.Exchange(ref _intervalMs, intervalMs) != intervalMs)
        {
            _wake.Set();
        }
    }

    /// <summary>Ends the thread; a report under way is finished.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
    }

    // Due times advance by the interval and not by "now plus interval", so that the pace does not drift by what a report takes.
    private void Run()
    {
        long dueMs = Environment.TickCount64 + Volatile.Read(ref _intervalMs);
        while (!_stopping)
        {
            long intervalMs = Volatile.Read(ref _intervalMs);
            long nowMs = Environment.TickCount64;
            if (_wake.WaitOne(WaitMs(intervalMs, dueMs - nowMs)))
            {
                dueMs = Environment.TickCount64 + Volatile.Read(ref _intervalMs);
            }
            else if (Environment.TickCount64 >= dueMs)
            {
                Report();
                dueMs = long.Max(dueMs + intervalMs, Environment.TickCount64);
            }
        }
    }

    // Longer waits than an int of milliseconds (24 days) are waited for in parts.
    private static int WaitMs(long intervalMs, long leftMs) =>
        intervalMs == 0 ? Timeout.Infinite : (int)long.Clamp(leftMs, 0, int.MaxValue);

    private void Report()
    {
        try
        {
            MetricsSnapshot snapshot = collector.Collect();
            Volatile.Write(ref _last, snapshot);
            report(snapshot);
        }
        catch (Exception e)
        {
            onError(e);
        }
    }
}
