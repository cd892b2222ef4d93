// Sessions are state machines that never suspend; tasks belong to the administration and the composition root.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class AsyncRule : Rule
{
    public override string Sentence =>
        "async and await are for Weir.Discovery, Weir.Admin and Weir";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Product
        where
            !file.IsUnder("src/Weir.Admin/")
            && !file.IsUnder("src/Weir.Discovery/")
            && !file.IsUnder("src/Weir/")
        from match in Patterns.AsyncWords().Matches(file.Code)
        select file.At(
            file.LineOf(match.Index),
            $"`{match.Value}` in the data plane: make it a step of a state machine."
        );
}
