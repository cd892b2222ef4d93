// Blanks out what is not code in a C# file, so that rules neither see words in comments and strings nor braces in them.
namespace Weir.Tidy.Text;

public static class CSharpScrubber
{
    /// <summary>Comments, string and character literals and directives become spaces; line breaks stay.</summary>
    public static string Scrub(string text)
    {
        char[] code = text.ToCharArray();
        int i = 0;
        while (i < text.Length)
        {
            int end = EndOfNonCode(text, i);
            if (end == i)
            {
                i++;
                continue;
            }

            for (; i < end; i++)
            {
                if (code[i] != '\n')
                {
                    code[i] = ' ';
                }
            }
        }

        return new string(code);
    }

    /// <summary>The end of the comment, literal or directive that begins at <paramref name="i"/>; i itself where none does.</summary>
    private static int EndOfNonCode(string text, int i)
    {
        ReadOnlySpan<char> rest = text.AsSpan(i);
        if (rest.StartsWith("//") || (rest[0] == '#' && IsFirstOnLine(text, i)))
        {
            return EndOf(text, i, "\n", keepEnd: true);
        }

        if (rest.StartsWith("/*"))
        {
            return EndOf(text, i + 2, "*/", keepEnd: false);
        }

        if (rest[0] == '\'')
        {
            return rest.Length > 1 && rest[1] == '\\'
                ? EndOf(text, i + 3, "'", keepEnd: false)
                : Math.Min(i + 3, text.Length);
        }

        return rest[0] is '"' or '$' or '@' ? EndOfString(text, i) : i;
    }

    private static int EndOfString(string text, int start)
    {
        int i = start;
        bool interpolated = false;
        bool verbatim = false;
        for (; i < text.Length && text[i] is '$' or '@'; i++)
        {
            interpolated |= text[i] == '$';
            verbatim |= text[i] == '@';
        }

        int quotes = 0;
        while (i + quotes < text.Length && text[i + quotes] == '"')
        {
            quotes++;
        }

        if (quotes == 0)
        {
            return start; // an identifier such as @event
        }

        if (quotes >= 3 && !verbatim)
        {
            return EndOf(text, i + quotes, new string('"', quotes), keepEnd: false);
        }

        return EndOfQuoted(text, i + 1, interpolated, verbatim);
    }

    private static int EndOfQuoted(string text, int i, bool interpolated, bool verbatim)
    {
        int holes = 0;
        while (i < text.Length)
        {
            bool doubled = i + 1 < text.Length && text[i + 1] == text[i];
            switch (text[i])
            {
                case '\\' when !verbatim:
                    i += 2;
                    break;
                case '"' when holes > 0:
                    i = EndOfString(text, i); // a literal inside an interpolation
                    break;
                case '"' when verbatim && doubled:
                case '{' when interpolated && doubled && holes == 0:
                    i += 2;
                    break;
                case '"':
                    return i + 1;
                case '{' when interpolated:
                    holes++;
                    i++;
                    break;
                case '}' when holes > 0:
                    holes--;
                    i++;
                    break;
                default:
                    i++;
                    break;
            }
        }

        return i;
    }

    private static int EndOf(string text, int from, string mark, bool keepEnd)
    {
        int end = from >= text.Length ? -1 : text.IndexOf(mark, from, StringComparison.Ordinal);
        if (end < 0)
        {
            return text.Length;
        }

        return keepEnd ? end : end + mark.Length;
    }

    private static bool IsFirstOnLine(string text, int i) =>
        text.AsSpan(0, i).TrimEnd(' ') is var before && (before.IsEmpty || before[^1] == '\n');
}
