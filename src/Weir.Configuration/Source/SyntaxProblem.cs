// Says in one sentence why a text is no JSON. System.Text.Json tells where it gave up, often at the end of a token or in
// words about its own state; the sentence here comes from what was expected there and what stands there instead.

using System.Text;
using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>What was known when the reader gave up.</summary>
/// <param name="Utf8">The text.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="TokenEnd">Offset after the last token that was read.</param>
/// <param name="LastToken">That token; <see cref="JsonTokenType.None"/> at the beginning.</param>
/// <param name="Open">The objects and lists that are not closed yet, outermost first.</param>
internal sealed record SyntaxProblem(
    byte[] Utf8,
    LineMap Lines,
    long TokenEnd,
    JsonTokenType LastToken,
    IReadOnlyList<ConfigNode> Open
)
{
    private const string Code = "syntax";

    private ConfigNode? InnermostOpen => Open.Count == 0 ? null : Open[^1];

    /// <summary>Reports the one problem that <paramref name="failure"/> stands for.</summary>
    public void Report(JsonException failure, ProblemList problems)
    {
        if (ForeignFormat.Recognise(Encoding.UTF8.GetString(Utf8)) is { } foreign)
        {
            problems.Error(Lines.PositionOf(SkipBlanks(0, out _)), Code, foreign);
            return;
        }

        int gaveUpAt = (int)
            Lines.OffsetOf(failure.LineNumber ?? 0, failure.BytePositionInLine ?? 0);
        int start = SkipBlanks((int)TokenEnd, out bool afterComma);
        bool wantsKey =
            InnermostOpen?.Kind == NodeKind.Object
            && (afterComma || LastToken == JsonTokenType.StartObject);
        bool isAtEnd = start >= Utf8.Length || (gaveUpAt >= Utf8.Length && Utf8[start] != '"');
        if (isAtEnd)
            problems.Error(Lines.PositionOf(Utf8.Length), Code, DescribeEarlyEnd());
        else if (Utf8[start] == '"' && gaveUpAt > start)
            ReportInQuotes(start, gaveUpAt, wantsKey, problems);
        else if (wantsKey)
            problems.Error(
                Lines.PositionOf(start),
                Code,
                $"expected a key in double quotes, found {FoundAt(start)}"
            );
        else if (WantsValue(afterComma) && Utf8[start] is ((byte)'{' or (byte)'['))
            problems.Error(
                Lines.PositionOf(start),
                Code,
                $"nothing is nested more than {Limits.MaxConfigDepth} deep"
            );
        else if (WantsValue(afterComma))
            ReportBadValue(start, problems);
        else if (InnermostOpen is null)
            problems.Error(
                Lines.PositionOf(start),
                Code,
                $"nothing may follow the end, found {FoundAt(start)}"
            );
        else
            problems.Error(
                Lines.PositionOf(start),
                Code,
                $"expected \",\" or \"{Closing(InnermostOpen)}\", found {FoundAt(start)}"
            );
    }

    private bool WantsValue(bool afterComma) =>
        LastToken is JsonTokenType.None or JsonTokenType.PropertyName or JsonTokenType.StartArray
        || (InnermostOpen?.Kind == NodeKind.Array && afterComma);

    private string DescribeEarlyEnd() =>
        InnermostOpen switch
        {
            { } open =>
                $"the file ends before the \"{Opening(open)}\" in line {open.Position.Line}, column "
                    + $"{open.Position.Column} is closed by \"{Closing(open)}\"",
            null =>
                "there is no configuration here; the least is { \"listen\": { \"port\": 9000 }, "
                    + "\"backends\": [ { \"address\": \"127.0.0.1:9100\" } ] }",
        };

    private void ReportInQuotes(int start, int gaveUpAt, bool isKey, ProblemList problems)
    {
        int column = Lines.PositionOf(start).Column;
        if (gaveUpAt >= Utf8.Length || Utf8[gaveUpAt] is (byte)'\n' or (byte)'\r')
            problems.Error(
                Lines.PositionOf(start),
                Code,
                "this text is not closed by a quotation mark on its line"
            );
        else if (Utf8[gaveUpAt] < ' ')
            problems.Error(
                Lines.PositionOf(gaveUpAt),
                Code,
                $"a control character in the text that begins in column {column}; write \\t or \\u{Utf8[gaveUpAt]:x4}"
            );
        else if (isKey && IsOutside(start, gaveUpAt))
            problems.Error(
                Lines.PositionOf(gaveUpAt),
                Code,
                $"expected \":\" after the key, found {FoundAt(gaveUpAt)}"
            );
        else
            problems.Error(
                Lines.PositionOf(gaveUpAt),
                Code,
                $"a bad escape in the text that begins in column {column}; a backslash is written \\\\"
            );
    }

    private void ReportBadValue(int start, ProblemList problems)
    {
        string found = WordAt(start);
        string? suggestion = NearestName.Find(found, ["true", "false", "null"]);
        bool isBareWord = found.Length > 1 && suggestion is null;
        string hint = isBareWord ? "; texts are written in double quotes" : "";
        problems.Error(
            Lines.PositionOf(start),
            Code,
            $"expected a value, found {FoundAt(start)}{hint}",
            suggestion
        );
    }

    /// <summary>Skips what may stand between tokens.</summary>
    private int SkipBlanks(int at, out bool afterComma)
    {
        afterComma = false;
        while (at < Utf8.Length)
        {
            if (Utf8[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                at++;
            else if (Utf8[at] == ',' && !afterComma && AllowsComma)
                (afterComma, at) = (true, at + 1);
            else if (Utf8[at] == '/' && Follows(at, "//"))
                at = EndOf(at, "\n");
            else if (Utf8[at] == '/' && Follows(at, "/*"))
                at = EndOf(at + 2, "*/");
            else
                break;
        }
        return at;
    }

    private bool AllowsComma =>
        LastToken
            is not (
                JsonTokenType.None
                or JsonTokenType.StartObject
                or JsonTokenType.StartArray
                or JsonTokenType.PropertyName
            )
        && InnermostOpen is not null;

    private bool Follows(int at, string mark) =>
        Utf8.AsSpan(at).StartsWith(Encoding.ASCII.GetBytes(mark));

    private int EndOf(int at, string mark)
    {
        int length = Utf8.AsSpan(at).IndexOf(Encoding.ASCII.GetBytes(mark));
        return length < 0 ? Utf8.Length : at + length + mark.Length;
    }

    /// <summary>Whether the text that starts at <paramref name="start"/> has ended before <paramref name="at"/>.</summary>
    private bool IsOutside(int start, int at)
    {
        for (int i = start + 1; i < at; i++)
        {
            if (Utf8[i] == '\\')
                i++;
            else if (Utf8[i] == '"')
                return true;
        }
        return false;
    }

    private string FoundAt(int start) =>
        Utf8[start] == '"' ? "a text" : $"\"{ShownText.Quote(WordAt(start))}\"";

    /// <summary>A word or number as a whole, else one character.</summary>
    private string WordAt(int start)
    {
        int end = start;
        while (
            end < Utf8.Length
            && (char.IsAsciiLetterOrDigit((char)Utf8[end]) || "_-+.:$".Contains((char)Utf8[end]))
        )
            end++;
        if (end > start)
            return Encoding.UTF8.GetString(Utf8, start, end - start);
        Rune.DecodeFromUtf8(Utf8.AsSpan(start), out Rune rune, out _);
        return rune.ToString();
    }

    private static char Opening(ConfigNode node) => node.Kind == NodeKind.Object ? '{' : '[';

    private static char Closing(ConfigNode node) => node.Kind == NodeKind.Object ? '}' : ']';
}
