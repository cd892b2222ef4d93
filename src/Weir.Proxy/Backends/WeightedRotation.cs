// Builds the order in which weighted round robin visits backends, once for each change instead of at each pick.
namespace Weir.Proxy.Backends;

/// <summary>
/// Smooth weighted round robin: each step every backend gains its weight and the richest is taken and pays the sum, so weights 5, 1, 1
/// give A A B A C A A. One round is the sum of the weights divided by their greatest common divisor.
/// </summary>
internal static class WeightedRotation
{
    /// <summary>Above this many step×backend operations the cheaper order is built, so that a change stays quick to apply (about 2 ms).</summary>
    private const int MaxOperations = 1_000_000;

    /// <summary>Returns null where all weights are equal: the rotation is the list itself, and <paramref name="common"/> is the weight;
    /// 0 where there is none.</summary>
    public static ushort[]? Build(BackendState[] backends, out int common)
    {
        // Each weight is read once: an operator may change it meanwhile, which leads to another build.
        int[] weights = [.. backends.Select(static b => int.Max(1, b.Weight))];
        bool isOne = weights.Length > 0 && !weights.AsSpan().ContainsAnyExcept(weights[0]);
        common = isOne ? weights[0] : 0;
        if (isOne || weights.Length is 0 or > ushort.MaxValue)
        {
            return null;
        }

        int divisor = weights.Aggregate(GreatestCommonDivisor);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= divisor;
        }

        int sum = weights.Sum();
        return (long)sum * weights.Length <= MaxOperations
            ? Smooth(weights, sum)
            : Interleaved(weights, sum);
    }

    private static ushort[] Smooth(int[] weights, int sum)
    {
        var rotation = new ushort[sum];
        int[] wealth = new int[weights.Length];
        for (int step = 0; step < sum; step++)
        {
            int richest = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                wealth[i] += weights[i];
                if (wealth[i] > wealth[richest])
                {
                    richest = i;
                }
            }

            wealth[richest] -= sum;
            rotation[step] = (ushort)richest;
        }

        return rotation;
    }

    // Goes round the list as often as the largest weight says; a backend takes part in as many rounds as its own weight,
    // evenly spaced as Bresenham's line is. The phases set those that take part seldom apart (Fibonacci hashing).
    private static ushort[] Interleaved(int[] weights, int sum)
    {
        int rounds = weights.Max();
        var rotation = new ushort[sum];
        var carry = new int[weights.Length];
        for (int i = 0; i < carry.Length; i++)
        {
            carry[i] = (int)((ulong)((uint)i * 2_654_435_769u) * (uint)rounds >> 32);
        }

        int step = 0;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                carry[i] += weights[i];
                if (carry[i] >= rounds)
                {
                    carry[i] -= rounds;
                    rotation[step++] = (ushort)i;
                }
            }
        }

        return rotation;
    }

    private static int GreatestCommonDivisor(int a, int b) =>
        b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
