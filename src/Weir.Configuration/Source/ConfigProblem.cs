// One problem of a configuration, with the place to look at. Its text form is what people and editors read.

using System.Globalization;
using System.Text;
using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>One problem, and where it is.</summary>
public sealed record ConfigProblem
{
    public required ProblemSeverity Severity { get; init; }

    /// <summary>A short stable word such as <c>unknown-key</c>, for tools.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence without a full stop.</summary>
    public required string Message { get; init; }

    /// <summary>What was probably meant; null when nothing comes close.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The file as given, or the command line option that brought the value, such as <c>--set a.b</c>.</summary>
    public required string Source { get; init; }

    /// <summary>1-based; 0 when the problem has no place in a file.</summary>
    public int Line { get; init; }

    /// <summary>
    /// 1-based, counted in Unicode code points (a tab is one, a byte order mark none); 0 when the problem has no
    /// place in a file.
    /// </summary>
    public int Column { get; init; }

    /// <summary>The key in the form that <c>--set</c> takes, such as <c>listeners.0.mode</c>; empty for the whole.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>FILE:LINE:COLUMN: error CODE: text (did you mean "x"?)</c></summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append(ShownText.Escape(Source));
        if (Line > 0)
            text.Append(invariant, $":{Line}:{Column}");
        text.Append(
            invariant,
            $": {(Severity == ProblemSeverity.Error ? "error" : "warning")} {Code}: {Message}"
        );
        if (Suggestion is not null)
            text.Append(invariant, $" (did you mean \"{Suggestion}\"?)");
        return text.ToString();
    }
}
