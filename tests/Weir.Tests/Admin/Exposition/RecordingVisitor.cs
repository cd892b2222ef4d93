// Writes down what a catalog tells.
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;

namespace Weir.Tests.Admin.Exposition;

internal sealed class RecordingVisitor : IMetricVisitor
{
    private string? _open;

    public List<string> Families { get; } = [];

    /// <summary><c>name label=value … = figure</c>; a histogram's figure is its count.</summary>
    public List<string> Samples { get; } = [];

    public void BeginFamily(string name, MetricType type, string help)
    {
        if (_open is not null || help.Length == 0 || Families.Contains(name))
        {
            throw new InvalidOperationException(
                $"{name} begins within {_open}, twice or unexplained"
            );
        }

        Families.Add(_open = name);
    }

    public void Sample(ReadOnlySpan<MetricLabel> labels, long value) =>
        Sample(labels, (double)value);

    public void Sample(ReadOnlySpan<MetricLabel> labels, double value) =>
        Samples.Add(
            string.Join(
                ' ',
                [_open, .. labels.ToArray().Select(l => $"{l.Name}={l.Value}"), $"= {value}"]
            )
        );

    public void Sample(ReadOnlySpan<MetricLabel> labels, HistogramSnapshot value) =>
        Sample(labels, value.Count);

    public void EndFamily() => _open = null;
}
