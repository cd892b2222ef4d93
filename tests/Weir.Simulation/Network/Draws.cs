// The few distributions that the simulator draws from.
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>Draws on top of <see cref="Rng"/>.</summary>
public static class Draws
{
    /// <summary>True with the given probability. Takes no number when the answer is certain.</summary>
    public static bool Chance(this Rng rng, double probability) =>
        probability > 0 && (probability >= 1 || rng.NextDouble() < probability);

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public static long Between(this Rng rng, long min, long max) =>
        min >= max ? min : min + (long)(rng.Next() % (ulong)(max - min + 1));

    /// <summary>A number from <paramref name="min"/> &gt; 0 to <paramref name="max"/>, each order of magnitude as likely as another.</summary>
    public static int Scaled(this Rng rng, int min, int max) =>
        min >= max
            ? min
            : int.Clamp(
                (int)Math.Round(min * Math.Pow((double)max / min, rng.NextDouble())),
                min,
                max
            );

    /// <summary>One of the choices.</summary>
    public static T Pick<T>(this Rng rng, params ReadOnlySpan<T> choices) =>
        choices[rng.Next(choices.Length)];
}
