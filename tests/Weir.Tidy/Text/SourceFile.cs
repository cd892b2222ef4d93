// One text file of the repository, with the views of it that several rules share.
namespace Weir.Tidy.Text;

/// <summary>A file by its path from the repository's root, with forward slashes. Lines count from 1 in findings.</summary>
public sealed class SourceFile(string path, string text)
{
    private string? _code;
    private CSharpOutline? _outline;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public string[] Lines { get; } = text.TrimEnd('\n').Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>The text with comments, strings and directives blanked out; every character keeps its place.</summary>
    public string Code => _code ??= CSharpScrubber.Scrub(Text);

    public CSharpOutline Outline => _outline ??= CSharpOutline.Of(Code);

    public bool IsUnder(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public Finding At(int line, string message) => new(Path, line, message);

    /// <summary>The 1-based line of a character of the text.</summary>
    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
