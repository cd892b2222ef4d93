// Builds the order in which weighted round robin visits backends, once for each change instead of at each pick.
namespace Weir.Proxy.Backends;

/// <summary>
/// Smooth weighted round robin: each step every backend gains its weight and the richest is taken and pays the sum, so weights 5, 1, 1
/// give A A B A C A A. One round is the sum of the weights divided by their greatest common divisor.
/// </summary>
internal static class WeightedRotation
{
    /// <summary>Above this many step×backend operations weights are scaled down, so that a change stays quick to apply.</summary>
    private const long MaxOperations = 4_000_000;

    /// <summary>Returns null where all weights are equal: the rotation is the list itself.</summary>
    public static ushort[]? Build(BackendState[] backends)
    {
        if (
            backends.Length == 0
            || backends.All(b => b.Weight == backends[0].Weight)
            || backends.Length > ushort.MaxValue
        )
        {
            return null;
        }

        int divisor = backends.Aggregate(0, (d, b) => GreatestCommonDivisor(d, b.Weight));
        int[] weights = [.. backends.Select(b => b.Weight / divisor)];
        int sum = weights.Sum();
        while ((long)sum * weights.Length > MaxOperations && sum > weights.Length)
        {
            weights = [.. weights.Select(w => int.Max(1, w / 2))];
            sum = weights.Sum();
        }

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

    private static int GreatestCommonDivisor(int a, int b) =>
        b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
