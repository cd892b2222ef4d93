// The field section of one head as offset ranges. Owned by its head, filled again for each message, never grown.
namespace Weir.Protocol.Http1;

public sealed class HeaderFields(int capacity = HeaderFields.DefaultCapacity)
{
    /// <summary>More fields than any browser or proxy chain sends; the array costs 20 bytes each.</summary>
    public const int DefaultCapacity = 128;

    private readonly FieldRange[] _ranges = new FieldRange[capacity];
    private uint _present;

    public int Count { get; private set; }

    public int Capacity => _ranges.Length;

    public ref readonly FieldRange this[int index] => ref _ranges.AsSpan(0, Count)[index];

    public ReadOnlySpan<FieldRange> AsSpan() => _ranges.AsSpan(0, Count);

    /// <summary>True if a field of this known name is there; costs one bit test.</summary>
    public bool Contains(FieldName name) => (_present & (1u << (int)name)) != 0;

    /// <summary>The index of the first field of this known name, or -1.</summary>
    public int IndexOf(FieldName name)
    {
        if (Contains(name))
        {
            for (int i = 0; i < Count; i++)
            {
                if (_ranges[i].Known == name)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>The index of the first field of this name, in any case, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> source, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(_ranges[i].Name(source), name))
            {
                return i;
            }
        }

        return -1;
    }

    public void Clear()
    {
        Count = 0;
        _present = 0;
    }

    internal void Add(in FieldRange range)
    {
        _ranges[Count++] = range;
        _present |= 1u << (int)range.Known;
    }
}
