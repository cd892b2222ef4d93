// The names that the log is known by outside: events and levels.

using Weir.Configuration.Process;

namespace Weir.Logging;

/// <summary>Event names of the log; scripts and dashboards match on them.</summary>
internal static class LogNames
{
    public const string Start = "start";
    public const string Listening = "listening";
    public const string ConnectionOpen = "connection_open";
    public const string ConnectionClose = "connection_close";
    public const string BackendHealthy = "backend_healthy";
    public const string BackendUnhealthy = "backend_unhealthy";
    public const string BackendDrained = "backend_drained";
    public const string BackendWarmPaused = "backend_warm_paused";
    public const string Retry = "retry";
    public const string Metrics = "metrics";
    public const string ConfigReloaded = "config_reloaded";
    public const string ConfigRejected = "config_rejected";
    public const string UpgradeStarted = "upgrade_started";
    public const string UpgradeFailed = "upgrade_failed";
    public const string Upgraded = "upgraded";
    public const string Shutdown = "shutdown";
    public const string Drained = "drained";
    public const string Operator = "operator";
    public const string Error = "error";
    public const string Access = "access";

    public static ReadOnlySpan<byte> Of(LogLevel level) =>
        level switch
        {
            LogLevel.Debug => "debug"u8,
            LogLevel.Info => "info"u8,
            LogLevel.Warn => "warn"u8,
            _ => "error"u8,
        };
}
