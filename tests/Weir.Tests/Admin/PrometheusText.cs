// The text format as a strict reader sees it: families announced once, samples only of the family announced, no series twice.
namespace Weir.Tests.Admin;

internal sealed class PrometheusText
{
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);

    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public List<PrometheusLine> Lines { get; } = [];

    public static PrometheusText Parse(string text)
    {
        var result = new PrometheusText();
        if (!text.EndsWith('\n'))
        {
            throw new FormatException("the last line must end with a line feed");
        }

        string family = "";
        string type = "";
        foreach (string line in text[..^1].Split('\n'))
        {
            string[] words = line.Split(' ', 4);
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = words[2];
                type = words[3].Length > 0 ? "" : throw new FormatException($"no help: {line}");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                type = Same(words[2], family)
                    ? words[3]
                    : throw new FormatException($"stray: {line}");
                result.Types.Add(family, type);
            }
            else
            {
                result.AddLine(PrometheusLine.Parse(line), family, type);
            }
        }

        return result;
    }

    /// <summary>The one sample of that name and those labels.</summary>
    public double Value(string name, params (string Name, string Value)[] labels) =>
        Lines
            .Single(l =>
                Same(l.Name, name)
                && l.Labels.Count == labels.Length
                && labels.All(w => Same(l.Labels.GetValueOrDefault(w.Name), w.Value))
            )
            .Value;

    private void AddLine(PrometheusLine line, string family, string type)
    {
        string suffix = line.Name.StartsWith(family, StringComparison.Ordinal)
            ? line.Name[family.Length..]
            : throw new FormatException($"{line.Name} stands under {family}");
        bool allowed = type is "histogram"
            ? suffix is "_bucket" or "_sum" or "_count"
            : suffix is "";
        IEnumerable<string> labels = line.Labels.Select(l => $"{l.Key}={l.Value}");
        if (
            !allowed
            || !_series.Add(line.Name + string.Join('\0', labels.Order(StringComparer.Ordinal)))
        )
        {
            throw new FormatException($"not of its family, or twice: {line}");
        }

        Lines.Add(line);
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);
}
