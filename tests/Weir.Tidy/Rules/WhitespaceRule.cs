// What .editorconfig asks of every text file, for the editors that do not read it.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class WhitespaceRule : Rule
{
    public override string Sentence => "Text files have plain line ends and no trailing blanks";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        // NuGet writes the lock files, and without a line break at the end.
        foreach (
            SourceFile file in repository.Files.Where(file =>
                !file.Path.EndsWith("packages.lock.json", StringComparison.Ordinal)
            )
        )
        {
            for (int i = 0; i < file.Lines.Length; i++)
            {
                string line = file.Lines[i];
                if (line.Length > 0 && line[^1] is ' ' or '\t' or '\r' && !IsInRawString(file))
                {
                    yield return file.At(
                        i + 1,
                        "blanks or a carriage return end the line: take them out."
                    );
                }
            }

            if (file.Text.Length > 0 && file.Text[^1] != '\n')
            {
                yield return file.At(
                    file.Lines.Length,
                    "the last line does not end: add a line break."
                );
            }
        }
    }

    // A raw string literal may hold what a peer sends, trailing blanks included.
    private static bool IsInRawString(SourceFile file) =>
        file.IsCSharp && file.Text.Contains("\"\"\"", StringComparison.Ordinal);
}
