// A fenced block of the documentation.
using System.Text.RegularExpressions;

namespace Weir.SystemTests.Docs;

/// <summary>A block, with the words behind its fence.</summary>
public sealed partial record CodeBlock(string File, int Line, string Tags, string Text)
{
    public override string ToString() => $"{File}:{Line} ```{Tags}";

    /// <summary>All blocks of README.md and docs/*.md, in order.</summary>
    public static IReadOnlyList<CodeBlock> ReadAll(string root)
    {
        string[] files =
        [
            Path.Combine(root, "README.md"),
            .. Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Order(StringComparer.Ordinal),
        ];
        return
        [
            .. from file in files
            let text = System.IO.File.ReadAllText(file)
            from match in Fence().Matches(text).Cast<Match>()
            select new CodeBlock(
                Path.GetRelativePath(root, file),
                text[..match.Index].Count(c => c == '\n') + 1,
                match.Groups["tags"].Value,
                match.Groups["body"].Value
            ),
        ];
    }

    [GeneratedRegex(
        "^```(?<tags>[^\n]*)\n(?<body>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Fence();
}
