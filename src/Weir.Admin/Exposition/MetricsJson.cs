// The figures as JSON, under the names they have for Prometheus: for the metrics event of the log and of the event stream.
using System.Globalization;
using System.Text.Json;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Exposition;

/// <summary>
/// Writes one property a family into an open object: a number where there are no labels, else an array of objects that hold the labels
/// and a <c>value</c>. Histograms hold <c>count</c>, <c>sum</c> (seconds) and cumulative <c>buckets</c> by upper bound.
/// </summary>
public sealed class MetricsJson : IMetricVisitor
{
    private static readonly string[] BucketNames = BuildBucketNames();

    private readonly Utf8JsonWriter _json;
    private string _name = "";
    private bool _inArray;

    private MetricsJson(Utf8JsonWriter json) => _json = json;

    /// <summary>Adds all figures of <paramref name="snapshot"/> to the object that <paramref name="json"/> has open.</summary>
    public static void WriteProperties(Utf8JsonWriter json, MetricsSnapshot snapshot) =>
        MetricCatalog.Visit(snapshot, new MetricsJson(json));

    void IMetricVisitor.BeginFamily(string name, MetricType type, string help)
    {
        _name = name;
        _inArray = false;
    }

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, long value)
    {
        if (labels.IsEmpty)
        {
            _json.WriteNumber(_name, value);
            _name = "";
            return;
        }

        BeginItem(labels);
        _json.WriteNumber("value", value);
        _json.WriteEndObject();
    }

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, double value)
    {
        BeginItem(labels);
        _json.WriteNumber("value", value);
        _json.WriteEndObject();
    }

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value)
    {
        BeginItem(labels);
        _json.WriteNumber("count", value.Count);
        _json.WriteNumber("sum", value.SumUs / 1e6);
        _json.WriteStartObject("buckets");
        long cumulative = 0;
        for (int i = 0; i < BucketNames.Length; i++)
        {
            cumulative += value.Counts[i];
            _json.WriteNumber(BucketNames[i], cumulative);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    // A labelled family without a figure (no http listener) is an empty array.
    void IMetricVisitor.EndFamily()
    {
        if (_inArray)
        {
            _json.WriteEndArray();
        }
        else if (_name.Length > 0)
        {
            _json.WriteStartArray(_name);
            _json.WriteEndArray();
        }
    }

    private void BeginItem(ReadOnlySpan<MetricLabel> labels)
    {
        if (!_inArray)
        {
            _json.WriteStartArray(_name);
            _inArray = true;
        }

        _json.WriteStartObject();
        foreach (MetricLabel label in labels)
        {
            _json.WriteString(label.Name, label.Value);
        }
    }

    private static string[] BuildBucketNames()
    {
        ReadOnlySpan<long> boundsUs = Histogram.BoundsUs;
        string[] names = new string[boundsUs.Length + 1];
        for (int i = 0; i < boundsUs.Length; i++)
        {
            names[i] = (boundsUs[i] / 1e6).ToString(CultureInfo.InvariantCulture);
        }

        names[^1] = "+Inf";
        return names;
    }
}
