// The rules of the logging and accessLog sections.

using Weir.Configuration.Keys;
using Weir.Configuration.Source;

namespace Weir.Configuration.Process;

/// <summary>What is logged, and where.</summary>
internal static class LoggingReader
{
    public static LoggingConfig Check(SectionReader section, LoggingConfig logging)
    {
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

    public static void CheckAccessLogPath(ConfigNode node, ProblemList problems)
    {
        if (node.Text.Length == 0)
            problems.Error(
                node,
                "bad-value",
                "\"path\" must be \"stdout\" or a file, found an empty text"
            );
    }
}
