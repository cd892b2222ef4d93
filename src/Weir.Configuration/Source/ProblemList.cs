// Collects the problems of one reading, so that all of them are told at once.

using System.Collections.Immutable;
using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>
/// Problems in the order they were found; sorted when the reading is over. Whatever of the file they quote, they are lines of some
/// hundred characters that any terminal may be shown.
/// </summary>
internal sealed class ProblemList(string fileName)
{
    // The longest host name has 253 characters, and a port behind it.
    private const int MostSuggested = 260;

    private readonly List<ConfigProblem> _problems = [];

    public bool HasErrors => _problems.Exists(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>A wrong value: the place is its first character.</summary>
    public void Error(ConfigNode node, string code, string message, string? suggestion = null) =>
        Add(ProblemSeverity.Error, node.Position, node.Path, code, message, suggestion);

    /// <summary>A wrong key: the place is its opening quote.</summary>
    public void Error(
        ConfigMember member,
        string code,
        string message,
        string? suggestion = null
    ) =>
        Add(
            ProblemSeverity.Error,
            member.KeyPosition,
            member.Value.Path,
            code,
            message,
            suggestion
        );

    public void Error(
        SourcePosition position,
        string code,
        string message,
        string? suggestion = null
    ) => Add(ProblemSeverity.Error, position, "", code, message, suggestion);

    public void Warning(ConfigNode node, string code, string message) =>
        Add(ProblemSeverity.Warning, node.Position, node.Path, code, message, null);

    public void Warning(ConfigMember member, string code, string message) =>
        Add(ProblemSeverity.Warning, member.KeyPosition, member.Value.Path, code, message, null);

    public ImmutableArray<ConfigProblem> InFileOrder() => [.. _problems.OrderBy(Place)];

    // What has no place in the file comes last. Lines and columns are below 2^31, so that one number says both.
    private static ulong Place(ConfigProblem problem) =>
        problem.Line == 0 ? ulong.MaxValue : ((ulong)problem.Line << 32) | (uint)problem.Column;

    private void Add(
        ProblemSeverity severity,
        SourcePosition position,
        string path,
        string code,
        string message,
        string? suggestion
    ) =>
        _problems.Add(
            new ConfigProblem
            {
                Severity = severity,
                Code = code,
                Message = ShownText.Message(message),
                Suggestion = Fit(suggestion),
                Source = position.Option is { } option ? ShownText.Message(option) : fileName,
                Line = position.Line,
                Column = position.Column,
                Path = ShownText.Message(path),
            }
        );

    // Half a suggestion is none.
    private static string? Fit(string? suggestion) =>
        suggestion is { Length: <= MostSuggested } ? ShownText.Escape(suggestion) : null;
}
