// A file says first what it is for: one to four comment lines above everything else.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class FileHeaderRule : Rule
{
    private const int Lines = 4;

    public override string Sentence =>
        "A file opens with one to four comment lines that state its job";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.CSharp)
        {
            int count = file
                .Lines.TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal))
                .Count();
            if (count == 0)
            {
                yield return file.At(
                    1,
                    "the file has no header: open it with a comment that states its job and who owns it."
                );
            }
            else if (count > Lines)
            {
                yield return file.At(
                    Lines + 1,
                    $"the header has {count} lines, {Lines} are allowed: move the detail to where it applies."
                );
            }
        }
    }
}
