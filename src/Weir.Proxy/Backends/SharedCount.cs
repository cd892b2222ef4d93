// A count that all threads share, alone on its cache line so that neighbours do not slow each other.
using System.Runtime.InteropServices;

namespace Weir.Proxy.Backends;

/// <summary>A thread-safe count with an optional limit.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public struct SharedCount
{
    [FieldOffset(64)]
    private int _value;

    public int Value => Volatile.Read(ref _value);

    /// <summary>Adds one, unless that would go beyond <paramref name="limit"/>; <see cref="int.MaxValue"/> stands for no limit.</summary>
    // The value never overshoots, not even for a moment: another thread would be refused a place that is free, and a
    // decrement to zero would not be seen as one.
    public bool TryIncrement(int limit)
    {
        if (limit == int.MaxValue)
        {
            Interlocked.Increment(ref _value);
            return true;
        }

        int value = Volatile.Read(ref _value);
        while (value < limit)
        {
            int seen = Interlocked.CompareExchange(ref _value, value + 1, value);
            if (seen == value)
            {
                return true;
            }

            value = seen;
        }

        return false;
    }

    public int Increment() => Interlocked.Increment(ref _value);

    public int Decrement() => Interlocked.Decrement(ref _value);

    public void Add(int amount) => Interlocked.Add(ref _value, amount);
}
