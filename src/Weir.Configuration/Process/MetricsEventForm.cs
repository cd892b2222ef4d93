// How much the metrics event of the log says.

namespace Weir.Configuration.Process;

/// <summary>Forms of the metrics event.</summary>
public enum MetricsEventForm
{
    /// <summary>Totals, and one short object for each cluster.</summary>
    Summary,

    /// <summary>Every figure of every series, as for Prometheus.</summary>
    Full,
}
