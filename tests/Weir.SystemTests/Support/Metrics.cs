// A scrape of /metrics.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.SystemTests.Support;

public sealed partial class Metrics
{
    private readonly List<(string Name, string Labels, double Value)> _series = [];

    public Metrics(string text)
    {
        Text = text;
        foreach (Match match in Sample().Matches(text))
        {
            _series.Add(
                (
                    match.Groups["name"].Value,
                    match.Groups["labels"].Value,
                    double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)
                )
            );
        }
    }

    public string Text { get; }

    /// <summary>The sum of the series of that name which have all the labels; 0 when there is none.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) =>
        Select(name, labels).Sum();

    /// <summary>The only such series.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) =>
        Select(name, labels).Single();

    public bool Has(string name, params (string Label, string Value)[] labels) =>
        Select(name, labels).Any();

    private IEnumerable<double> Select(string name, (string Label, string Value)[] labels) =>
        from series in _series
        where
            series.Name == name
            && labels.All(label =>
                series.Labels.Split(',').Contains($"{label.Label}=\"{label.Value}\"")
            )
        select series.Value;

    [GeneratedRegex(
        @"^(?<name>[a-z_]+)(\{(?<labels>[^}]*)\})? (?<value>\S+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Sample();
}
