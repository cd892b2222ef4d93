// Reads the logging and accessLog sections.

using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Process;

/// <summary>What is logged, and where.</summary>
internal static class LoggingReader
{
    public static LoggingConfig Read(SectionReader section)
    {
        LoggingConfig logging = new()
        {
            Level = section.Choice(LoggingKeys.Level, LogLevel.Info),
            Mode = section.Choice(LoggingKeys.Mode, LogMode.Stdout),
            FilePath = section.TextNode(LoggingKeys.FilePath)?.Text ?? "",
            MetricsEvent = section.Choice(LoggingKeys.MetricsEvent, MetricsEventForm.Summary),
        };
        ConfigMember? path = section.Member(LoggingKeys.FilePath);
        bool isPathKnown = path is null or { Value.Kind: NodeKind.Text };
        if (logging.Mode == LogMode.File && logging.FilePath.Length == 0 && isPathKnown)
            section.Problems.Error(
                section.Member(LoggingKeys.Mode)?.Value ?? section.Node,
                "missing-key",
                "\"filePath\" is missing; mode \"file\" needs it, such as \"filePath\": \"/var/log/weir/weir.log\""
            );
        else if (logging.Mode != LogMode.File && logging.FilePath.Length > 0 && path is not null)
            section.Problems.Warning(
                path,
                "unused-key",
                "\"filePath\" has no effect unless \"mode\" is \"file\""
            );
        return logging;
    }

    public static AccessLogConfig ReadAccessLog(SectionReader section)
    {
        ConfigNode? path = section.TextNode(AccessLogKeys.Path);
        if (path is { Text.Length: 0 })
            section.Problems.Error(
                path,
                "bad-value",
                "\"path\" must be \"stdout\" or a file, found an empty text"
            );
        return new AccessLogConfig
        {
            Enabled = section.Boolean(AccessLogKeys.Enabled, false),
            Format = section.Choice(AccessLogKeys.Format, AccessLogFormat.Json),
            Path = path?.Text ?? Defaults.AccessLogPath,
            Sample = section.Share(AccessLogKeys.Sample, 1),
        };
    }
}
