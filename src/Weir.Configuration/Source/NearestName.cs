// Guesses what a misspelt word was meant to be.

namespace Weir.Configuration.Source;

/// <summary>Nearest by edit distance, else by a shared beginning.</summary>
public static class NearestName
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
            // A difference in length is as many slips, at least; so a word of a megabyte costs nothing.
            if (Math.Abs(word.Length - name.Length) < bestDistance)
            {
                int distance = Distance(word, name);
                if (distance < bestDistance)
                    (best, bestDistance) = (name, distance);
            }
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

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), without regard to case.
    /// </summary>
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1, j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }

    private static bool IsSame(char a, char b) =>
        char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
