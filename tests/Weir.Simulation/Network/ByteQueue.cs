// Bytes in order, in one growing array. Owned by one end of a pipe.
namespace Weir.Simulation.Network;

/// <summary>First in, first out, for bytes.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = [];
    private int _head;

    public int Count { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_head + Count + bytes.Length > _bytes.Length)
        {
            byte[] target =
                Count + bytes.Length > _bytes.Length / 2
                    ? new byte[(Count + bytes.Length) * 2]
                    : _bytes;
            Array.Copy(_bytes, _head, target, 0, Count);
            _bytes = target;
            _head = 0;
        }

        bytes.CopyTo(_bytes.AsSpan(_head + Count));
        Count += bytes.Length;
    }

    public void TakeInto(Span<byte> destination)
    {
        _bytes.AsSpan(_head, destination.Length).CopyTo(destination);
        _head += destination.Length;
        Count -= destination.Length;
    }

    public ReadOnlySpan<byte> Peek() => _bytes.AsSpan(_head, Count);

    public void Skip(int count)
    {
        _head += count;
        Count -= count;
    }

    public void Clear() => Count = 0;
}
