// A set of known field names as bits.
namespace Weir.Protocol.Http.Fields;

/// <summary>A set of <see cref="FieldName"/>s, 128 at most; to ask costs one bit test. A plain value.</summary>
public struct FieldNameSet : IEquatable<FieldNameSet>
{
    private const int Bits = 64;

    private ulong _low;
    private ulong _high;

    public static FieldNameSet Of(params ReadOnlySpan<FieldName> names)
    {
        FieldNameSet set = default;
        foreach (FieldName name in names)
        {
            set.Add(name);
        }

        return set;
    }

    public readonly bool Contains(FieldName name)
    {
        ulong half = (int)name < Bits ? _low : _high;
        return ((half >> (int)name) & 1) != 0; // a shift counts modulo 64
    }

    public void Add(FieldName name)
    {
        ref ulong half = ref (int)name < Bits ? ref _low : ref _high;
        half |= 1UL << (int)name;
    }

    public void Add(in FieldNameSet others)
    {
        _low |= others._low;
        _high |= others._high;
    }

    public void Remove(FieldName name)
    {
        ref ulong half = ref (int)name < Bits ? ref _low : ref _high;
        half &= ~(1UL << (int)name);
    }

    public readonly bool Equals(FieldNameSet other) => (_low, _high) == (other._low, other._high);

    public override readonly bool Equals(object? obj) => obj is FieldNameSet other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_low, _high);

    public static bool operator ==(FieldNameSet left, FieldNameSet right) => left.Equals(right);

    public static bool operator !=(FieldNameSet left, FieldNameSet right) => !left.Equals(right);
}
