// The configuration reader: a config or the errors in its way, never both, never an exception; what is written reads the same.
using System.Text;
using Weir.Configuration;
using Weir.Configuration.Source;
using static Weir.Fuzz.Targets.FuzzFailureException;

namespace Weir.Fuzz.Targets;

internal static class ConfigTarget
{
    private const string FileName = "weir.json";

    private static readonly ConfigReadOptions s_options = new()
    {
        Environment = name => name == "PORT" ? "8080" : null,
    };

    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        ConfigReadResult result = ConfigReader.Read(text, FileName, s_options);
        CheckProblems(result, text);
        if (result.Config is not { } config)
        {
            return;
        }

        string written = ConfigWriter.Write(config);
        ConfigReadResult second = ConfigReader.Read(written, FileName, s_options);
        Expect(
            second.Config is not null,
            $"what was written is refused: {second.Problems.FirstOrDefault()}\n{written}"
        );
        Expect(ConfigWriter.Write(second.Config!) == written, $"another config:\n{written}");
    }

    private static void CheckProblems(ConfigReadResult result, string text)
    {
        bool hasErrors = result.Problems.Any(p => p.Severity == ProblemSeverity.Error);
        Expect(hasErrors == (result.Config is null), "a config with errors, or none without");
        int lines = text.AsSpan().CountAny('\n', '\r') + 1;
        foreach (ConfigProblem problem in result.Problems)
        {
            Expect(problem.Message.Length > 0 && problem.Code.Length > 0, "a problem says nothing");
            Expect(problem.Line >= 0 && problem.Line <= lines, $"{problem} of {lines} lines");
            Expect((problem.Line == 0) == (problem.Column == 0), $"half a place: {problem}");
        }
    }
}
