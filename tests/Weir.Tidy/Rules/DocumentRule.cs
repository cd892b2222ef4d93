// The documents a newcomer looks for are there, and ARCHITECTURE.md stays a map: 300 lines at most.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class DocumentRule : Rule
{
    private const string Map = "ARCHITECTURE.md";
    private const int MapLines = 300;

    private static readonly string[] s_documents =
    [
        "README.md",
        Map,
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE",
    ];

    public override string Sentence => "The documents of the house are there and short";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (string path in s_documents.Where(path => repository.Find(path) is null))
        {
            yield return new Finding(path, 1, "the document is missing: write it.");
        }

        if (repository.Find(Map) is { } map && map.Lines.Length > MapLines)
        {
            yield return map.At(
                MapLines + 1,
                $"{map.Lines.Length} lines, {MapLines} are allowed: move detail into docs/ and link it."
            );
        }

        if (
            repository.Find("CHANGELOG.md") is { } log
            && !log.Lines.Contains("## [Unreleased]", StringComparer.Ordinal)
        )
        {
            yield return log.At(
                1,
                "`## [Unreleased]` is missing: changes of the next version are collected under it."
            );
        }
    }
}
