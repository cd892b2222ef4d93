// Writes the Prometheus text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
// One instance for one answer.
using System.Globalization;
using System.Text;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin;

/// <summary>The answer of <c>GET /metrics</c>.</summary>
public sealed class Prometheus : IMetricVisitor
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(16 * 1024);
    private string _name = "";

    private Prometheus() { }

    /// <summary>All figures of <paramref name="snapshot"/>, and of the process where they are given.</summary>
    public static string Write(MetricsSnapshot snapshot, ProcessFigures? process = null)
    {
        var writer = new Prometheus();
        MetricCatalog.Visit(snapshot, writer);
        if (process is not null)
        {
            writer.WriteProcess(process);
        }

        return writer._text.ToString();
    }

    void IMetricVisitor.BeginFamily(string name, MetricType type, string help) =>
        BeginFamily(name, type, help);

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, long value) =>
        WriteLine("", labels, null, value);

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, double value) =>
        WriteLine("", labels, null, value);

    void IMetricVisitor.Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value)
    {
        ReadOnlySpan<long> boundsUs = Histogram.BoundsUs;
        long cumulative = 0;
        for (int i = 0; i < boundsUs.Length; i++)
        {
            cumulative += value.Counts[i];
            WriteLine("_bucket", labels, Text(boundsUs[i] / 1e6), cumulative);
        }

        WriteLine("_bucket", labels, "+Inf", value.Count);
        WriteLine("_sum", labels, null, value.SumUs / 1e6);
        WriteLine("_count", labels, null, value.Count);
    }

    void IMetricVisitor.EndFamily() { }

    // The names that Prometheus' client libraries use for every process.
    private void WriteProcess(ProcessFigures process)
    {
        BeginFamily(
            "process_cpu_seconds_total",
            MetricType.Counter,
            "User and system CPU time spent in seconds."
        );
        WriteLine("", [], null, process.CpuSeconds);
        BeginFamily("process_open_fds", MetricType.Gauge, "Open file descriptors.");
        WriteLine("", [], null, process.OpenFds);
        BeginFamily(
            "process_resident_memory_bytes",
            MetricType.Gauge,
            "Resident memory size in bytes."
        );
        WriteLine("", [], null, process.ResidentBytes);
        BeginFamily(
            "process_start_time_seconds",
            MetricType.Gauge,
            "Start time of the process in seconds since the Unix epoch."
        );
        WriteLine("", [], null, process.StartTimeSeconds);
        BeginFamily(
            "dotnet_gc_allocated_bytes_total",
            MetricType.Counter,
            "Bytes allocated on the managed heap since the start; requests should add next to none."
        );
        WriteLine("", [], null, process.AllocatedBytes);
    }

    private void BeginFamily(string name, MetricType type, string help)
    {
        _name = name;
        _text.Append("# HELP ").Append(name).Append(' ');
        AppendEscaped(help, escapeQuotes: false);
        _text.Append("\n# TYPE ").Append(name).Append(' ').Append(TypeText(type)).Append('\n');
    }

    private void WriteLine(
        string suffix,
        ReadOnlySpan<MetricLabel> labels,
        string? upperBound,
        double value
    )
    {
        _text.Append(_name).Append(suffix);
        char separator = '{';
        foreach (MetricLabel label in labels)
        {
            AppendLabel(separator, label);
            separator = ',';
        }

        if (upperBound is not null)
        {
            AppendLabel(separator, new MetricLabel("le", upperBound));
            separator = ',';
        }

        _text.Append(separator == ',' ? "} " : " ").Append(Text(value)).Append('\n');
    }

    private void AppendLabel(char separator, MetricLabel label)
    {
        _text.Append(separator).Append(label.Name).Append("=\"");
        AppendEscaped(label.Value, escapeQuotes: true);
        _text.Append('"');
    }

    // Backslash and line feed in HELP texts; in label values the double quote as well.
    private void AppendEscaped(string text, bool escapeQuotes)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '\\':
                    _text.Append("\\\\");
                    break;
                case '\n':
                    _text.Append("\\n");
                    break;
                case '"' when escapeQuotes:
                    _text.Append("\\\"");
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }
    }

    // Whole numbers stay whole: a byte counter in scientific notation is legal but no joy to read. All values are doubles to
    // Prometheus itself.
    private static string Text(double value) =>
        value == double.Truncate(value) && double.Abs(value) < 9e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static string TypeText(MetricType type) =>
        type switch
        {
            MetricType.Counter => "counter",
            MetricType.Gauge => "gauge",
            _ => "histogram",
        };
}
