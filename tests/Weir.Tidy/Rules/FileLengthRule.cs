// Long files hide a second job: product and benchmark files stop at 300 lines, test files at 400.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class FileLengthRule : Rule
{
    private const int ProductLines = 300;
    private const int TestLines = 400;

    public override string Sentence => "A source file is short enough to be read in one go";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.CSharp)
        {
            int limit = file.IsUnder("tests/") ? TestLines : ProductLines;
            if (file.Lines.Length > limit)
            {
                yield return file.At(
                    limit + 1,
                    $"the file has {file.Lines.Length} lines, {limit} are allowed: find the second job in it and give that a type of its own."
                );
            }
        }
    }
}
