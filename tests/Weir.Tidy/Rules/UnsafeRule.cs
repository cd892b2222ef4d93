// Pointers live in one project, where a reviewer of memory safety has to look.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class UnsafeRule : Rule
{
    private const string Home = "src/Weir.Linux/";

    public override string Sentence => "Unsafe code is in Weir.Linux alone";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.Files.Where(file => !file.IsUnder(Home)))
        {
            if (file.Text.Contains("<AllowUnsafeBlocks>true", StringComparison.OrdinalIgnoreCase))
            {
                int index = file.Text.IndexOf(
                    "<AllowUnsafeBlocks>true",
                    StringComparison.OrdinalIgnoreCase
                );
                if (!file.IsCSharp)
                {
                    yield return file.At(
                        file.LineOf(index),
                        $"only {Home} may allow unsafe blocks: take it out."
                    );
                }
            }

            if (file.IsCSharp && Patterns.UnsafeWord().Match(file.Code) is { Success: true } match)
            {
                yield return file.At(
                    file.LineOf(match.Index),
                    $"`unsafe` outside {Home}: put the call behind a safe method there."
                );
            }
        }
    }
}
