// Prints what is wrong with a configuration: as much of it as anybody reads, unless all of it is asked for.
using System.Collections.Immutable;
using System.Text;
using Weir.Configuration.Source;

namespace Weir.Commands;

/// <summary>The one list of problems that check prints whole, and run and the other commands as far as anybody reads there.</summary>
internal static class ProblemPrinter
{
    /// <summary>Some screens full. A file of another program has as many problems as it has lines.</summary>
    public const int MostListed = 100;

    private const string ErrorMark = ": error ";

    // One write for many lines: standard output is flushed at each.
    private const int ChunkChars = 32 * 1024;

    /// <summary>All of them in the order of the file; of too many the first ones, and then no warning takes an error's place.</summary>
    public static ImmutableArray<ConfigProblem> Listed(ImmutableArray<ConfigProblem> problems) =>
        problems.Length <= MostListed
            ? problems
            :
            [
                .. problems
                    .OrderBy(problem => problem.Severity != ProblemSeverity.Error)
                    .Take(MostListed),
            ];

    /// <summary>The same of problems that are lines already, such as those of an answer of the admin API.</summary>
    public static IReadOnlyList<string> Listed(IReadOnlyList<string> problems) =>
        problems.Count <= MostListed
            ? problems
            :
            [
                .. problems
                    .OrderBy(problem => !problem.Contains(ErrorMark, StringComparison.Ordinal))
                    .Take(MostListed),
            ];

    /// <summary>A line each, then how many more there are; <paramref name="file"/> is as given, null without one.</summary>
    public static void Print(
        ImmutableArray<ConfigProblem> problems,
        string? file,
        TextWriter output
    )
    {
        PrintAll(Listed(problems), output);
        int omitted = problems.Length - MostListed;
        if (omitted > 0)
        {
            string all = file is null ? "" : $"; `weir check {file}` prints them all";
            output.WriteLine($"weir: and {omitted} more{all}");
        }
    }

    /// <summary>A line each, however many there are.</summary>
    public static void PrintAll(ImmutableArray<ConfigProblem> problems, TextWriter output)
    {
        StringBuilder chunk = new();
        foreach (ConfigProblem problem in problems)
        {
            chunk.Append(problem).Append(output.NewLine);
            if (chunk.Length >= ChunkChars)
            {
                output.Write(chunk);
                chunk.Clear();
            }
        }

        output.Write(chunk);
    }
}
