// The metrics event of the log: the figures of /metrics, under the same names.
using Weir.Admin.Exposition;
using Weir.Logging;
using Weir.Proxy.Configuration;
using Weir.Proxy.Metrics;

namespace Weir;

/// <summary>Writes one metrics event.</summary>
internal static class MetricsEvent
{
    public static void Write(Logger logger, MetricsSnapshot figures) =>
        logger.Write(
            LogLevel.Info,
            LogNames.Metrics,
            figures,
            static (writer, figures) => MetricsJson.WriteProperties(writer, figures)
        );
}
