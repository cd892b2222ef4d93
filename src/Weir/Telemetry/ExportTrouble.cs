// What goes wrong with exports, told once in a while. Drops are counted from any thread, the rest belongs to the exporter's.
using Weir.Logging;
using Weir.Proxy.Metrics;

namespace Weir.Telemetry;

/// <summary>A collector may be away for days: the log hears of it every half minute.</summary>
internal sealed class ExportTrouble(Logger errors, LogDrops drops)
{
    public const int EveryMs = 30_000;

    private const string Source = "telemetry";

    private string? _problem;
    private long _dropped;
    private long _nextMs;

    /// <summary>Traced requests that will not be exported. Any thread.</summary>
    public void CountDropped(long requests)
    {
        drops.CountTraces(requests);
        Interlocked.Add(ref _dropped, requests);
    }

    /// <summary>An export failed.</summary>
    public void Note(string problem) => _problem = problem;

    /// <summary>Tells what there is to tell, unless it told something lately. Returns when to come again; <see cref="long.MaxValue"/> for never.</summary>
    public long Tell(long nowMs)
    {
        if (_problem is null && Volatile.Read(ref _dropped) == 0)
        {
            return long.MaxValue;
        }

        if (nowMs >= _nextMs)
        {
            TellRest();
            _nextMs = nowMs + EveryMs;
            return long.MaxValue;
        }

        return _nextMs;
    }

    /// <summary>Tells it now.</summary>
    public void TellRest()
    {
        if (_problem is { } problem)
        {
            errors.Error(Source, "an export failed: " + problem);
            _problem = null;
        }

        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            errors.Lost(
                Source,
                "traced requests were dropped, the collector is away or too slow, or refuses them",
                dropped
            );
        }
    }
}
