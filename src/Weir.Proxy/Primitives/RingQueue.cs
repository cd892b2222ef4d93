// A growable FIFO over one array. Owned by one thread.
namespace Weir.Proxy.Primitives;

/// <summary>First in, first out, without allocation once it has reached its working size.</summary>
public sealed class RingQueue<T>(int capacity = 16)
{
    private T[] _items = new T[
        int.Max(2, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity))
    ];
    private int _head;

    public int Count { get; private set; }

    public void Enqueue(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public bool TryDequeue(out T item)
    {
        if (Count == 0)
        {
            item = default!; // the caller sees false
            return false;
        }

        item = _items[_head];
        _items[_head] = default!; // lets go of references
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return true;
    }

    public void Clear()
    {
        while (TryDequeue(out _)) { }
    }

    private void Grow()
    {
        var larger = new T[_items.Length * 2];
        int first = _items.Length - _head;
        Array.Copy(_items, _head, larger, 0, first);
        Array.Copy(_items, 0, larger, first, Count - first);
        _items = larger;
        _head = 0;
    }
}
