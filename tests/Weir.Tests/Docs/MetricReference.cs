// Writes the table of all metrics from the catalogue that serves them.
using System.Globalization;
using System.Text;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Weir.Tests.Admin;

namespace Weir.Tests.Docs;

internal sealed class MetricReference : IMetricVisitor
{
    private const int MostValues = 8;

    private readonly StringBuilder _text = new(
        "\n| metric | type | labels | meaning |\n|---|---|---|---|\n"
    );
    private readonly SortedDictionary<string, SortedSet<string>> _labels = new(
        StringComparer.Ordinal
    );
    private string _name = "";
    private string _type = "";
    private string _help = "";

    public static string Markdown()
    {
        var metrics = new TestMetrics();
        var reference = new MetricReference();
        MetricCatalog.Visit(metrics.Collector.Collect(), reference);
        return reference._text.ToString();
    }

    public void BeginFamily(string name, MetricType type, string help)
    {
        (_name, _type, _help) = (name, type.ToString().ToLowerInvariant(), help);
        _labels.Clear();
    }

    public void Sample(ReadOnlySpan<MetricLabel> labels, long value)
    {
        foreach (MetricLabel label in labels)
        {
            if (!_labels.TryGetValue(label.Name, out SortedSet<string>? values))
            {
                _labels.Add(label.Name, values = new(StringComparer.Ordinal));
            }

            values.Add(label.Value);
        }
    }

    public void Sample(ReadOnlySpan<MetricLabel> labels, double value) => Sample(labels, 0L);

    public void Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value) =>
        Sample(labels, value.Count);

    public void EndFamily() =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"| `{_name}` | {_type} | {string.Join(", ", _labels.Select(Label))} | {_help} |\n"
        );

    // Names of the user's own configuration stand for nothing here; a fixed set of words is worth knowing.
    private static string Label(KeyValuePair<string, SortedSet<string>> label) =>
        label.Key is "listener" or "cluster" or "backend" or "version" or "engine"
            ? $"`{label.Key}`"
            : $"`{label.Key}`: {(label.Value.Count > MostValues ? "[an error code](operate.md#error-codes)" : string.Join(", ", label.Value))}";
}
