// The field section of one head as offset ranges. Owned by its head, filled again for each message, never grown.
using System.Text;

namespace Weir.Protocol.Http.Fields;

public sealed class FieldTable(int capacity = FieldTable.DefaultCapacity)
{
    /// <summary>More fields than any browser or proxy chain sends; the array costs 10 bytes each.</summary>
    public const int DefaultCapacity = 128;

    private readonly FieldRange[] _ranges = new FieldRange[capacity];
    private FieldNameSet _present;

    public int Count { get; private set; }

    public int Capacity => _ranges.Length;

    public ref readonly FieldRange this[int index] => ref _ranges.AsSpan(0, Count)[index];

    public ReadOnlySpan<FieldRange> AsSpan() => _ranges.AsSpan(0, Count);

    /// <summary>True if a field of this known name is there; costs one bit test.</summary>
    public bool Contains(FieldName name) => _present.Contains(name);

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
            if (Ascii.EqualsIgnoreCase(_ranges[i].Name(source), name))
            {
                return i;
            }
        }

        return -1;
    }

    public void Clear()
    {
        Count = 0;
        _present = default;
    }

    internal void Add(
        int nameStart,
        int nameLength,
        int valueStart,
        int valueLength,
        FieldName known
    )
    {
        _ranges[Count++].Set(nameStart, nameLength, valueStart, valueLength, known);
        _present.Add(known);
    }

    /// <summary>The field is not to go on.</summary>
    internal void EndHere(int index) => _ranges[index].EndsHere = true;

    /// <summary>No field of this name is to go on.</summary>
    internal void EndHere(FieldName name)
    {
        for (int i = 0; i < Count && Contains(name); i++)
        {
            if (_ranges[i].Known == name)
            {
                EndHere(i);
            }
        }
    }
}
