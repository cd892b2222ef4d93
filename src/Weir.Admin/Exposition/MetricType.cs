// The types of the Prometheus text format.
namespace Weir.Admin.Exposition;

/// <summary>What kind of figures a family has.</summary>
public enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}
