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

    public Logs(WeirConfig config)
    {
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

    /// <summary>Takes over what a reload may change: the level and the access log.</summary>
    public void Apply(WeirConfig config)
    {
        Logger.SetLevel(config.Logging.Level);
        ApplyAccessLog(config.AccessLog);
    }

    /// <summary>Writes an event of texts: pairs of name and value.</summary>
    public void Write(
        LogLevel level,
        string eventName,
        params (string Name, string Value)[] fields
    ) =>
        Logger.Write(
            level,
            eventName,
            fields,
            static (writer, fields) =>
            {
                foreach ((string name, string value) in fields)
                {
                    writer.WriteString(name, value);
                }
            }
        );

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
