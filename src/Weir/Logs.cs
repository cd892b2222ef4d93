// The logs of a running load balancer: events, the access log, and the writer thread that serves both.
using Weir.Logging;
using Weir.Proxy.Configuration;

namespace Weir;

/// <summary>Opens the logs, follows reloads, and closes them with what is still queued.</summary>
internal sealed class Logs : IDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly LogPump _pump = new();
    private AccessLogConfig _accessConfig = new();
    private LoggingConfig _config;

    public Logs(WeirConfig config)
    {
        _config = config.Logging;
        Logger = Logger.Open(_pump, config.Logging, out string? problem);
        Events = new LogEvents(Logger);
        _pump.Start();
        Note(problem);
        ApplyAccessLog(config.AccessLog);
    }

    public Logger Logger { get; }

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
        Events.AccessLog = AccessLog.Open(_pump, config, Logger, out string? problem);
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
