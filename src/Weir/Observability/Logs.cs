// The logs of a running load balancer: events, the access log, and the writer thread that serves both.
using Weir.Configuration;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Metrics;

namespace Weir.Observability;

/// <summary>Opens the logs, follows reloads, and closes them with what is still queued.</summary>
internal sealed class Logs : IDisposable
{
    private const string Remedy =
        "its directory must exist and this user be allowed to write there";

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly LogPump _pump = new();
    private AccessLogConfig _accessConfig = new();
    private readonly int _workers;
    private LoggingConfig _config;

    /// <param name="config">What to log, and where.</param>
    /// <param name="workers">Access records come from that many threads.</param>
    /// <param name="holdsBack">Whether nothing is written before <see cref="Release"/>.</param>
    public Logs(WeirConfig config, int workers, bool holdsBack = false)
    {
        _workers = workers;
        _config = config.Logging;
        Logger = Logger.Open(_pump, config.Logging, Drops, Health);
        Events = new LogEvents(Logger);
        if (!holdsBack)
        {
            _pump.Start();
        }

        ApplyAccessLog(config.AccessLog);
    }

    public Logger Logger { get; }

    /// <summary>Lines that got lost.</summary>
    public LogDrops Drops { get; } = new();

    /// <summary>Which of them cannot be written at the moment.</summary>
    public LogHealth Health { get; } = new();

    public LogEvents Events { get; }

    /// <summary>As configured last.</summary>
    public MetricsEventForm MetricsEvent => _config.MetricsEvent;

    /// <summary>Writes what was held back, and everything from now on.</summary>
    public void Release() => _pump.Start();

    /// <summary>Reopens log files (USR1).</summary>
    public void Reopen() => _pump.Reopen();

    /// <summary>
    /// Why the logs of a configuration cannot be written where it says; none when they can. Asked before it is put in force: a log
    /// that is lost from its first line on is missed when it is needed.
    /// </summary>
    public static IEnumerable<string> ProblemsOf(WeirConfig config)
    {
        if (
            config.Logging.Mode == LogMode.File
            && LogOutput.ProblemOf(config.Logging.FilePath) is { } log
        )
        {
            yield return $"logging.filePath: {log}; {Remedy}";
        }

        AccessLogConfig access = config.AccessLog;
        bool isFile =
            access.Enabled
            && !string.Equals(access.Path, Defaults.AccessLogPath, StringComparison.Ordinal);
        if (isFile && LogOutput.ProblemOf(access.Path) is { } accessLog)
        {
            yield return $"accessLog.path: {accessLog}; {Remedy}";
        }
    }

    /// <summary>The same for logs that a reload would open: one that has become unwritable keeps no other change from its effect.</summary>
    public IEnumerable<string> ProblemsIfMoved(WeirConfig config) =>
        IsLogMoved(config.Logging) || config.AccessLog != _accessConfig ? ProblemsOf(config) : [];

    /// <summary>Takes over what a reload changed.</summary>
    public void Apply(WeirConfig config)
    {
        Logger.SetLevel(config.Logging.Level);
        if (IsLogMoved(config.Logging))
        {
            Logger.MoveTo(config.Logging);
        }

        _config = config.Logging;
        ApplyAccessLog(config.AccessLog);
    }

    public void Dispose()
    {
        Release();
        Logger.Flush(FlushTimeout);
        Events.AccessLog?.Dispose();
        Logger.Dispose();
        _pump.Dispose();
    }

    // What is left then is where its lines go.
    private bool IsLogMoved(LoggingConfig config) =>
        config != _config with { Level = config.Level, MetricsEvent = config.MetricsEvent };

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
            Health = Health,
        };
        Events.AccessLog = AccessLog.Open(_pump, options);
        before?.Dispose();
    }
}
