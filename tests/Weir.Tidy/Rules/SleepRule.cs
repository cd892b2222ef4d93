// A test that sleeps is slow when the machine is fast and fails when it is slow. Tests step virtual time or wait for the event itself;
// the one helper that polls the outside world, with a deadline, is listed.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class SleepRule : Rule
{
    private static readonly string[] s_pollers = ["tests/Weir.SystemTests/Support/Eventually.cs"];

    public override string Sentence => "No test sleeps";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.CSharp
        where file.IsUnder("tests/") && !s_pollers.Contains(file.Path)
        from match in Patterns.Sleeps().Matches(file.Code)
        select file.At(
            file.LineOf(match.Index),
            $"`{match.Value}` in a test: step virtual time or wait for the event."
        );
}
