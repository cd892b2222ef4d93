// The verdict as it heads the status.
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Admin.Views;
using Weir.Admin.Views.Live;
using Weir.Configuration.Values;

namespace Weir.Commands.Instance;

/// <summary>A line that says how Weir is, and for each problem what is wrong, why, and what to do.</summary>
internal static class VerdictText
{
    public static Rows Of(VerdictView verdict, ClusterView[] clusters) =>
        new(Lines(verdict, clusters));

    private static IEnumerable<IRenderable> Lines(VerdictView verdict, ClusterView[] clusters)
    {
        int all = clusters.Sum(c => c.Backends.Length);
        int usable = clusters.Sum(c => c.Backends.Count(StatusTable.IsUsable));
        int wrong = verdict.Problems.Count(IsWrong);
        yield return Cells.Of(
            wrong == 0
                ? $"ok: {usable} of {all} backends in service"
                : $"{(wrong == 1 ? "1 problem" : $"{wrong} problems")}: {usable} of {all} backends in service",
            wrong == 0 ? Color.Green : Color.Red
        );
        foreach (VerdictProblemView problem in verdict.Problems)
        {
            yield return Cells.Of(
                ShownText.Escape($"{problem.Severity}: {problem.What}"),
                ColorOf(problem)
            );
            if (problem.Why.Length > 0)
            {
                yield return Indented(problem.Why);
            }

            if (problem.Remedy.Length > 0)
            {
                yield return Indented("-> " + problem.Remedy);
            }
        }
    }

    public static bool IsWrong(VerdictProblemView problem) => problem.Severity is not "info";

    private static Padder Indented(string text) =>
        new(new Text(ShownText.Escape(text)), new Padding(2, 0, 0, 0));

    private static Color? ColorOf(VerdictProblemView problem) =>
        problem.Severity switch
        {
            "error" => Color.Red,
            "warning" => Color.Yellow,
            _ => null,
        };
}
