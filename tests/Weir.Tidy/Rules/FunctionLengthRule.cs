// A function fits a screen: 70 lines at most, signature and braces included.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class FunctionLengthRule : Rule
{
    private const int Lines = 70;

    public override string Sentence => "A function fits a screen";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.CSharp
        from member in file.Outline.Members
        where member.Length > Lines
        select file.At(
            member.FirstLine,
            $"`{member.Header}` has {member.Length} lines, {Lines} are allowed: keep the branching here and move the straight steps out."
        );
}
