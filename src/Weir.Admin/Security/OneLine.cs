// Text of others, made fit to be shown on a terminal and in a table.
using System.Globalization;
using System.Text;

namespace Weir.Admin.Security;

/// <summary>Keeps what can be read; what steers a terminal or turns the writing around becomes a space.</summary>
internal static class OneLine
{
    /// <summary>At most <paramref name="maxChars"/>; no pair of surrogates is taken apart.</summary>
    public static string Of(string text, int maxChars)
    {
        var line = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > maxChars)
            {
                break;
            }

            line.Append(IsPlain(rune) ? rune.ToString() : " ");
        }

        return line.ToString().Trim();
    }

    /// <summary>The beginning of a text as it is.</summary>
    public static string Cut(string text, int maxChars) =>
        text.Length <= maxChars ? text
        : char.IsHighSurrogate(text[maxChars - 1]) ? text[..(maxChars - 1)]
        : text[..maxChars];

    private static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            );
}
