// Keys of logging.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Process;

/// <summary>Keys of logging.</summary>
internal static class LoggingKeys
{
    public static readonly KeyTable<LoggingConfig> All = new("logging", new LoggingConfig())
    {
        Check = LoggingReader.Check,
    };

    public static readonly Key<LoggingConfig, LogLevel> Level = All.Add(
        "level",
        KeyTypes.Choice(
            ("debug", LogLevel.Debug),
            ("info", LogLevel.Info),
            ("warn", LogLevel.Warn),
            ("error", LogLevel.Error)
        ),
        l => l.Level,
        (l, v) => l with { Level = v },
        "The least severe event that is logged."
    );

    public static readonly Key<LoggingConfig, LogMode> Mode = All.Add(
        "mode",
        KeyTypes.Choice(
            ("stdout", LogMode.Stdout),
            ("stderr", LogMode.Stderr),
            ("file", LogMode.File)
        ),
        l => l.Mode,
        (l, v) => l with { Mode = v },
        "Where the log goes."
    );

    public static readonly Key<LoggingConfig, string> FilePath = All.Add(
        "filePath",
        KeyTypes.Text,
        l => l.FilePath,
        (l, v) => l with { FilePath = v },
        "The file, when mode is file."
    );

    public static readonly Key<LoggingConfig, MetricsEventForm> MetricsEvent = All.Add(
        "metricsEvent",
        KeyTypes.Choice(("summary", MetricsEventForm.Summary), ("full", MetricsEventForm.Full)),
        l => l.MetricsEvent,
        (l, v) => l with { MetricsEvent = v },
        "What a metrics event says: totals and one short object for each cluster, in less than 2 KB; or every series."
    );
}
