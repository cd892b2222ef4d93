// Guesses what a misspelt word was meant to be.

namespace Weir.Proxy.Configuration.Source;

/// <summary>Nearest by edit distance, else by a shared beginning.</summary>
internal static class NearestName
{
    /// <summary>More than two slips is another word.</summary>
    private const int MostEdits = 2;

    /// <summary>Shorter beginnings match nearly anything.</summary>
    private const int ShortestPrefix = 3;

    /// <summary>Null when nothing comes close.</summary>
    public static string? Find(string word, IEnumerable<string> names)
    {
        string? best = null;
        // In a word of three letters two slips leave nothing of it.
        int bestDistance = Math.Min(MostEdits, word.Length / 2) + 1;
        string? byPrefix = null;
        foreach (string name in names)
        {
            if (string.Equals(word, name, StringComparison.OrdinalIgnoreCase))
                return name;
            int distance = Distance(word, name);
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
            if (byPrefix is null && SharesBeginning(word, name))
                byPrefix = name;
        }
        return best ?? byPrefix;
    }

    private static bool SharesBeginning(string word, string name) =>
        Math.Min(word.Length, name.Length) >= ShortestPrefix
        && (
            name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || word.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Levenshtein's distance without regard to case, one row at a time.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                bool equal = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                int replaced = diagonal + (equal ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
