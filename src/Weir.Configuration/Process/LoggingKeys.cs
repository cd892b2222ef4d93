// Keys of logging.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of logging.</summary>
internal static class LoggingKeys
{
    public static readonly ChoiceKey<LogLevel> Level = new(
        "level",
        ChoiceMaps.LogLevel,
        LogLevel.Info,
        "The least severe event that is logged."
    );

    public static readonly ChoiceKey<LogMode> Mode = new(
        "mode",
        ChoiceMaps.LogMode,
        LogMode.Stdout,
        "Where the log goes."
    );

    public static readonly TextKey FilePath = new("filePath", "", "The file, when mode is file.");

    public static readonly ChoiceKey<MetricsEventForm> MetricsEvent = new(
        "metricsEvent",
        ChoiceMaps.MetricsEvent,
        MetricsEventForm.Summary,
        "What a metrics event says: totals and one short object for each cluster, in less than 2 KB; or every series."
    );

    public static readonly SectionKeys All = new("logging", [Level, Mode, FilePath, MetricsEvent]);
}
