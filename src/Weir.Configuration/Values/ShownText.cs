// Text of others, made fit to be quoted in a message and shown on a terminal: short, and without what steers the terminal.
using System.Globalization;
using System.Text;

namespace Weir.Configuration.Values;

/// <summary>Escapes what cannot be seen, and cuts what nobody reads to its end.</summary>
public static class ShownText
{
    /// <summary>Characters of one quoted value, key or name; the longest names that may be right are shorter, but for host names.</summary>
    public const int MostQuoted = 100;

    /// <summary>Characters of one message.</summary>
    public const int MostInMessage = 500;

    // Of a message that is too long these stay: what is wrong is said at its beginning or at its end.
    private const int MessageHead = 250;
    private const int MessageTail = 200;

    /// <summary>False for what steers a terminal, turns the writing around, or has no agreed look.</summary>
    public static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            );

    /// <summary>What is not plain as <c>\uXXXX</c>; the text itself where all of it is.</summary>
    public static string Escape(string text)
    {
        int plain = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsPlain(rune))
            {
                return EscapeFrom(text, plain);
            }

            plain += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>A value, key or name of others for a message: escaped, and of a long one the beginning and how long it is.</summary>
    public static string Quote(string text)
    {
        string shown = Escape(Beginning(text, MostQuoted));
        return shown.Length <= MostQuoted && text.Length <= MostQuoted
            ? shown
            : Beginning(shown, MostQuoted) + Of($"… ({text.Length:N0} characters)");
    }

    /// <summary>A whole message, whatever was put into it: escaped, and of a long one the beginning and the end.</summary>
    public static string Message(string text) => WithoutMiddle(Escape(WithoutMiddle(text)));

    /// <summary>The beginning of a text as it is; no pair of surrogates is taken apart.</summary>
    public static string Beginning(string text, int maxChars) =>
        text.Length <= maxChars ? text
        : char.IsHighSurrogate(text[maxChars - 1]) ? text[..(maxChars - 1)]
        : text[..maxChars];

    private static string WithoutMiddle(string text)
    {
        if (text.Length <= MostInMessage)
        {
            return text;
        }

        int tail = text.Length - MessageTail;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return Of($"{Beginning(text, MessageHead)}… ({text.Length:N0} characters) …{text[tail..]}");
    }

    private static string EscapeFrom(string text, int plain)
    {
        var shown = new StringBuilder(text, 0, plain, text.Length + 16);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.AsSpan(plain).EnumerateRunes())
        {
            int length = rune.EncodeToUtf16(units);
            if (IsPlain(rune))
            {
                shown.Append(units[..length]);
                continue;
            }

            foreach (char unit in units[..length])
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return shown.ToString();
    }

    private static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
