// In which form a command prints its results: text for people, or JSON for programs. Each command gets an instance of its own.
using System.CommandLine;

namespace Weir.Commands;

/// <summary><c>-o text|json</c>, and its short hand <c>--json</c>.</summary>
internal sealed class ResultFormat
{
    private const string JsonName = "json";

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print JSON for programs; the same as -o json",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "text|json",
        Description = "How results are printed (default: text)",
    };

    private ResultFormat() => _output.AcceptOnlyFromAmong("text", JsonName);

    /// <summary>Adds the options to a command.</summary>
    public static ResultFormat AddTo(Command command)
    {
        var format = new ResultFormat();
        command.Options.Add(format._output);
        command.Options.Add(format._json);
        return format;
    }

    /// <summary>Whether the command line asks for JSON.</summary>
    public bool IsJson(ParseResult parsed) =>
        parsed.GetValue(_json)
        || string.Equals(parsed.GetValue(_output), JsonName, StringComparison.Ordinal);
}
