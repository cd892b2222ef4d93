// How many problems are printed, and which.
using System.Collections.Immutable;
using Shouldly;
using Weir.Commands;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Commands;

public sealed class ProblemPrinterTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Of_many_the_first_are_printed_and_the_rest_counted()
    {
        ProblemPrinter.Print(Problems(100_000, ProblemSeverity.Error), "weir.json", _output);
        string[] lines = Lines();
        lines.Length.ShouldBe(ProblemPrinter.MostListed + 1);
        lines[0].ShouldBe("weir.json:1:3: error some-code: text");
        lines[^1].ShouldBe("weir: and 99900 more; `weir check weir.json` prints them all");
    }

    [Fact]
    public void As_many_as_are_listed_need_no_count()
    {
        ProblemPrinter.Print(
            Problems(ProblemPrinter.MostListed, ProblemSeverity.Error),
            "weir.json",
            _output
        );
        Lines().Length.ShouldBe(ProblemPrinter.MostListed);
    }

    [Fact]
    public void Without_a_file_no_command_is_named()
    {
        ProblemPrinter.Print(Problems(101, ProblemSeverity.Error), null, _output);
        Lines()[^1].ShouldBe("weir: and 1 more");
    }

    [Fact]
    public void An_error_behind_many_warnings_comes_first()
    {
        ImmutableArray<ConfigProblem> problems = Problems(500, ProblemSeverity.Warning)
            .AddRange(Problems(2, ProblemSeverity.Error));
        ImmutableArray<ConfigProblem> listed = ProblemPrinter.Listed(problems);
        listed.Length.ShouldBe(ProblemPrinter.MostListed);
        listed.Take(2).ShouldBe(problems.TakeLast(2));
        listed.Skip(2).ShouldBe(problems.Take(ProblemPrinter.MostListed - 2));
    }

    [Fact]
    public void All_are_printed_in_a_few_writes()
    {
        using var output = new CountingWriter();
        ProblemPrinter.PrintAll(Problems(100_000, ProblemSeverity.Error), output);
        output.ToString().Count(c => c == '\n').ShouldBe(100_000);
        output.Writes.ShouldBeLessThan(1_000);
    }

    private string[] Lines() =>
        _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static ImmutableArray<ConfigProblem> Problems(int count, ProblemSeverity severity) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(line => new ConfigProblem
                {
                    Severity = severity,
                    Code = "some-code",
                    Message = "text",
                    Source = "weir.json",
                    Line = line,
                    Column = 3,
                }),
        ];

    private sealed class CountingWriter : StringWriter
    {
        public int Writes { get; private set; }

        public override void Write(System.Text.StringBuilder? value)
        {
            Writes++;
            base.Write(value);
        }
    }
}
