// Partial classes spread a god class over files instead of splitting it. Only what a source generator completes may be partial, and
// then in one file of ours.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class PartialRule : Rule
{
    public override string Sentence => "Only a type that a source generator completes is partial";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.CSharp
        from type in file.Outline.Types
        where type.Has("partial") && !Patterns.GeneratorAttribute().IsMatch(file.Text)
        select file.At(
            type.Line,
            $"`{type.Name}` is partial, and no source generator asks for it: give the other part a type of its own."
        );
}
