// The logs of a running load balancer: events, the access log, and the writer thread that serves both.
using Weir.Logging;
using Weir.Proxy.Configuration;
using Weir.Proxy.Metrics;

namespace Weir;

/// <summary>Opens the logs, follows reloads, and closes them with what is still queued.</summary>
internal sealed class Logs : IDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly LogPump _pump = new();
    private AccessLogConfig _accessConfig = new();
    private readonly int _workers;
    private LoggingConfig _config;

    /// <param name="config">What to log, and where.</param>
    /// <param name="workers">Access records come from that many threads.</param>
    public Logs(WeirConfig config, int workers)
    {
        _workers = workers;
        _config = config.Logging;
        Logger = Logger.Open(_pump, config.Logging, Drops, out string? problem);
        Events = new LogEvents(Logger);
        _pump.Start();
        Note(problem);
        ApplyAccessLog(config.AccessLog);
    }

    public Logger Logger { get; }

    /// <summary>Lines that got lost.</summary>
    public LogDrops Drops { get; } = new();

    public LogEvents Events { get; }

    /// <summary>Opens log files anew (USR1).</summary>
    public void Reopen() => _pump.Reopen();

    /// <summary>Takes over what a reload changed.</summary>
    public void Apply(WeirConfig config)
    {
        Logger.SetLevel(config.Logging.Level);
        if (config.Logging != _config with { Level = config.Logging.Level })
        {
            Logger.MoveTo(config.Logging);
        }

        _config = config.Logging;
        ApplyAccessLog(config.AccessLog);
    }

    public void Dispose()
    {
        Logger.Flush(FlushTimeout);
        Events.AccessLog?.Dispose();
        Logger.Dispose();
        _pump.Dispose();
    }

    private void ApplyAccessLog(AccessLogConfig config)
    {
        if (config == _accessConfig)
        {
            return;
        }

        _accessConfig = config;
        AccessLog? before = Events.AccessLog;
        var options = new AccessLogOptions
        {
            Config = config,
            Workers = _workers,
            Errors = Logger,
            Drops = Drops,
        };
        Events.AccessLog = AccessLog.Open(_pump, options, out string? problem);
        before?.Dispose();
        Note(problem);
    }

    private void Note(string? problem)
    {
        if (problem is not null)
        {
            Logger.Error("log", problem);
        }
    }
}
