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

    /// <summary>Adds one, unless that would go beyond <paramref name="limit"/>.</summary>
    public bool TryIncrement(int limit)
    {
        if (Interlocked.Increment(ref _value) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _value);
        return false;
    }

    public int Increment() => Interlocked.Increment(ref _value);

    public int Decrement() => Interlocked.Decrement(ref _value);

    public void Add(int amount) => Interlocked.Add(ref _value, amount);
}
