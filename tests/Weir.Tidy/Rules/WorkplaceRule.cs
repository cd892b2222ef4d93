// The repository speaks of the product alone: paths and names of the machine it was written on mean nothing to its readers.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class WorkplaceRule : Rule
{
    // Put together from halves, so that this file does not find itself.
    private static readonly string[] s_words =
    [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "shared/" + "design",
        "engine-" + "facts",
        "house" + ".md",
        "rules" + ".md",
    ];

    public override string Sentence => "No file names the place where it was written";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Files
        from word in s_words
        let index = file.Text.IndexOf(word, StringComparison.Ordinal)
        where index >= 0
        select file.At(
            file.LineOf(index),
            $"`{word}` means nothing to a reader elsewhere: say it in the product's terms."
        );
}
