// One form in which the figures are told: Prometheus text, or JSON for the log event and the event stream.

using Weir.Proxy.Facts;

namespace Weir.Admin.Exposition;

/// <summary>Takes family by family, each with all of its figures. Without labels a family has exactly one figure.</summary>
public interface IMetricVisitor
{
    void BeginFamily(string name, MetricType type, string help);

    void Sample(ReadOnlySpan<MetricLabel> labels, long value);

    /// <summary>A figure that is no whole number.</summary>
    void Sample(ReadOnlySpan<MetricLabel> labels, double value);

    /// <summary>Durations, which the form gives in seconds.</summary>
    void Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value);

    void EndFamily();
}
