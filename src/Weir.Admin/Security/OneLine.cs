// Text of others, made fit to be shown on a terminal and in a table.
using System.Text;
using Weir.Configuration.Values;

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

            line.Append(ShownText.IsPlain(rune) ? rune.ToString() : " ");
        }

        return line.ToString().Trim();
    }
}
