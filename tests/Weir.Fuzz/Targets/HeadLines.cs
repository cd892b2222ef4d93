// Reads a head the simplest way there is, as a careless backend would: an opinion that shares no code with the parsers.
using System.Text;

namespace Weir.Fuzz.Targets;

/// <summary>The lines of a head that is complete: start line first, without the empty line at the end.</summary>
internal sealed class HeadLines
{
    private readonly string[] _lines;

    public HeadLines(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head);
        FuzzFailureException.Expect(
            text.EndsWith("\r\n\r\n", StringComparison.Ordinal),
            "a head does not end with an empty line"
        );
        _lines = text[..^4].Split("\r\n");
        foreach (string line in _lines)
        {
            FuzzFailureException.Expect(
                line.Length > 0 && line.AsSpan().IndexOfAny('\r', '\n', '\0') < 0,
                $"a stray line end, an empty line or a NUL in \"{line}\""
            );
            FuzzFailureException.Expect(line[0] is not (' ' or '\t'), $"a folded line: {line}");
        }
    }

    public string StartLine => _lines[0];

    /// <summary>How many fields a careless reader would take for this one: by its letters, whatever stands around them.</summary>
    public int Count(string name) => _lines.Skip(1).Count(line => NameOf(line) == name);

    /// <summary>The value of the only field of this name, or null.</summary>
    public string? Value(string name)
    {
        string? line = _lines.Skip(1).SingleOrDefault(l => NameOf(l) == name);
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string NameOf(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        FuzzFailureException.Expect(colon > 0, $"a line without a name: {line}");
        string name = line[..colon];
        FuzzFailureException.Expect(
            !name.Any(c => c <= ' ' || c >= 127),
            $"a blank or a control byte in the name \"{name}\""
        );
        return name.ToUpperInvariant();
    }
}
