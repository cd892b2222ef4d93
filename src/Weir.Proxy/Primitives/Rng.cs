// A small seeded generator (xorshift64*, Vigna 2016), so that every choice the proxy makes can be replayed from its seed.
namespace Weir.Proxy.Primitives;

/// <summary>Deterministic pseudo-random numbers; not for secrets. Owned by one thread.</summary>
public sealed class Rng(ulong seed)
{
    private ulong _state = Mix(seed);

    /// <summary>64 evenly distributed bits.</summary>
    public ulong Next()
    {
        ulong x = _state;
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        _state = x;
        return x * 0x2545F4914F6CDD1DUL;
    }

    /// <summary>A number from 0 to <paramref name="exclusiveMax"/> - 1, by multiplication (Lemire 2019); the bias is below 2^-32 for small ranges.</summary>
    public int Next(int exclusiveMax) => (int)((Next() >> 32) * (ulong)exclusiveMax >> 32);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary><paramref name="value"/> moved evenly by at most ± <paramref name="fraction"/>.</summary>
    public long Jitter(long value, double fraction) =>
        value + (long)(value * fraction * ((2 * NextDouble()) - 1));

    // SplitMix64's finaliser: near seeds give far states, and zero (a fixed point of xorshift) never comes out.
    internal static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return z == 0 ? 0x9E3779B97F4A7C15UL : z;
    }
}
