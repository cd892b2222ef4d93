// Where a piece of the configuration was written.

namespace Weir.Configuration.Source;

/// <summary>A place in the file, or the command line option that brought the value.</summary>
/// <param name="Option">Null for the file, else such as <c>--listen</c>; then line and column are 0.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in code points.</param>
internal readonly record struct SourcePosition(string? Option, int Line, int Column)
{
    public static SourcePosition InFile(int line, int column) => new(null, line, column);

    public static SourcePosition FromOption(string option) => new(option, 0, 0);

    /// <summary>The later of two keys is the one to complain about; the command line comes after the file.</summary>
    public bool IsAfter(SourcePosition other) =>
        (Option is not null, Line, Column).CompareTo(
            (other.Option is not null, other.Line, other.Column)
        ) > 0;
}
