// A document's links to files of the repository and to headings lead somewhere. Links to the web are not followed.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class MarkdownLinkRule : Rule
{
    public override string Sentence => "Links between documents lead somewhere";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Markdown
        from numbered in ProseLines(file)
        from match in Patterns.MarkdownLink().Matches(numbered.Text)
        let problem = Problem(repository, file, match.Groups["target"].Value)
        where problem is not null
        select file.At(numbered.Line, problem);

    private static string? Problem(Repository repository, SourceFile file, string target)
    {
        if (
            target.Contains("://", StringComparison.Ordinal)
            || target.StartsWith("mailto:", StringComparison.Ordinal)
        )
        {
            return null;
        }

        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? file.Path : Resolve(file.Path, parts[0]);
        if (!repository.Exists(path))
        {
            return $"`{target}` leads to {path}, which does not exist: correct the link.";
        }

        bool hasAnchor = parts.Length == 2 && repository.Find(path) is { IsMarkdown: true };
        return hasAnchor && !Anchors(repository.Find(path)!).Contains(parts[1]) // not null: just found
            ? $"`{target}`: {path} has no heading for `#{parts[1]}`: correct the link."
            : null;
    }

    private static string Resolve(string from, string target)
    {
        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Headings as the common hosts turn them into anchors: lower case, punctuation dropped, blanks to hyphens, repeats numbered.</summary>
    private static HashSet<string> Anchors(SourceFile file)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach ((_, string text) in ProseLines(file))
        {
            if (Patterns.MarkdownHeading().Match(text) is { Success: true } match)
            {
                string title = match.Groups["title"].Value.ToLowerInvariant();
                string anchor = Patterns.NotInAnchor().Replace(title, "").Replace(' ', '-');
                for (int n = 0; !anchors.Add(n == 0 ? anchor : $"{anchor}-{n}"); n++) { }
            }
        }

        return anchors;
    }

    /// <summary>The lines outside fenced code, with their 1-based numbers.</summary>
    private static IEnumerable<(int Line, string Text)> ProseLines(SourceFile file)
    {
        bool isFenced = false;
        for (int i = 0; i < file.Lines.Length; i++)
        {
            bool isFence = file.Lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            if (!isFenced && !isFence)
            {
                yield return (i + 1, file.Lines[i]);
            }
        }
    }
}
