// One sample of the text format, read strictly: what a scraper would refuse throws.
using System.Globalization;
using System.Text;

namespace Weir.Tests.Admin;

internal sealed record PrometheusLine(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    double Value
)
{
    /// <summary>Reads <c>name{label="value",…} number</c>.</summary>
    public static PrometheusLine Parse(string line)
    {
        int at = 0;
        string name = ReadName(line, ref at);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            do
            {
                at++;
                string label = ReadName(line, ref at);
                Expect(line, ref at, '=');
                Expect(line, ref at, '"');
                labels.Add(label, ReadQuoted(line, ref at));
            } while (line[at] == ',');
            Expect(line, ref at, '}');
        }

        Expect(line, ref at, ' ');
        string value = line[at..];
        if (
            !double.TryParse(
                value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double number
            )
        )
        {
            throw new FormatException($"not a number: {line}");
        }

        return new PrometheusLine(name, labels, number);
    }

    private static string ReadName(string line, ref int at)
    {
        int start = at;
        while (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':')
        {
            at++;
        }

        return at > start && !char.IsAsciiDigit(line[start])
            ? line[start..at]
            : throw new FormatException($"no name at {start}: {line}");
    }

    private static string ReadQuoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            char c = line[at];
            if (c == '\\')
            {
                c = line[++at] switch
                {
                    '\\' => '\\',
                    '"' => '"',
                    'n' => '\n',
                    _ => throw new FormatException($"bad escape: {line}"),
                };
            }

            text.Append(c);
        }

        at++;
        return text.ToString();
    }

    private static void Expect(string line, ref int at, char c)
    {
        if (line[at++] != c)
        {
            throw new FormatException($"'{c}' expected at {at - 1}: {line}");
        }
    }
}
