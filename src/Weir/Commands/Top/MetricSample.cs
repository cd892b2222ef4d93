// One line of a Prometheus text, as far as `weir top` reads it.
using System.Globalization;
using System.Text;

namespace Weir.Commands.Top;

/// <summary>One figure with its labels.</summary>
internal sealed class MetricSample
{
    private readonly List<(string Name, string Value)> _labels = [];

    private MetricSample(string name) => Name = name;

    public string Name { get; }

    public double Value { get; private set; }

    /// <summary>The value of a label; empty without it.</summary>
    public string Label(string name) =>
        _labels.Find(l => string.Equals(l.Name, name, StringComparison.Ordinal)).Value ?? "";

    /// <summary>Takes every line that is a figure.</summary>
    public static ILookup<string, MetricSample> ParseAll(string text) =>
        text.Split('\n')
            .Select(Parse)
            .OfType<MetricSample>()
            .ToLookup(s => s.Name, StringComparer.Ordinal);

    /// <summary>Null for comments and what is no figure.</summary>
    public static MetricSample? Parse(string line)
    {
        int nameEnd = line.AsSpan().IndexOfAny('{', ' ');
        if (nameEnd <= 0 || line[0] == '#')
        {
            return null;
        }

        var sample = new MetricSample(line[..nameEnd]);
        int at = line[nameEnd] == '{' ? sample.ReadLabels(line, nameEnd + 1) : nameEnd;
        bool isNumber = double.TryParse(
            line.AsSpan(int.Min(at, line.Length)).Trim(),
            CultureInfo.InvariantCulture,
            out double value
        );
        sample.Value = value;
        return isNumber ? sample : null;
    }

    // Returns where the labels end; behind the line when they do not.
    private int ReadLabels(string line, int at)
    {
        while (at < line.Length && line[at] != '}')
        {
            int equals = line.IndexOf('=', at);
            if (equals < 0 || equals + 1 >= line.Length)
            {
                return line.Length;
            }

            string name = line[at..equals].TrimStart(',');
            at = ReadValue(line, equals + 2, out string value);
            _labels.Add((name, value));
        }

        return at + 1;
    }

    // Backslash, quote and line feed are escaped in values.
    private static int ReadValue(string line, int at, out string value)
    {
        var text = new StringBuilder();
        while (at < line.Length && line[at] != '"')
        {
            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
                text.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            else
            {
                text.Append(line[at]);
            }

            at++;
        }

        value = text.ToString();
        return at + 1;
    }
}
