// One problem in the answer of `weir check --json`.

using Weir.Configuration.Source;

namespace Weir.Commands;

/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">A short stable word.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What was probably meant, or null.</param>
/// <param name="File">The file as given.</param>
/// <param name="Line">1-based; 0 without a place.</param>
/// <param name="Column">1-based; 0 without a place.</param>
/// <param name="Path">The key, as <c>--set</c> takes it.</param>
internal sealed record CheckProblem(
    string Severity,
    string Code,
    string Message,
    string? Suggestion,
    string File,
    int Line,
    int Column,
    string Path
)
{
    public static CheckProblem Of(ConfigProblem problem) =>
        new(
            problem.Severity == ProblemSeverity.Error ? "error" : "warning",
            problem.Code,
            problem.Message,
            problem.Suggestion,
            problem.Source,
            problem.Line,
            problem.Column,
            problem.Path
        );
}
