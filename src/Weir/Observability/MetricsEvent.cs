// The metrics event of the log: the figures of /metrics in short, or all of them under the same names.
using Weir.Admin.Exposition;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Metrics;

namespace Weir.Observability;

/// <summary>Writes one metrics event.</summary>
internal static class MetricsEvent
{
    public static void Write(Logger logger, MetricsSnapshot figures, MetricsEventForm form) =>
        logger.Write(
            LogLevel.Info,
            LogNames.Metrics,
            figures,
            form == MetricsEventForm.Full
                ? static (writer, figures) => MetricsJson.WriteProperties(writer, figures)
                : static (writer, figures) => MetricsSummary.WriteProperties(writer, figures)
        );
}
