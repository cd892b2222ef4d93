// Access records on their way from one worker to one reader, without a lock, an allocation or a wait.
using System.Runtime.InteropServices;
using Weir.Proxy.Events;

namespace Weir.Logging;

/// <summary>
/// A bounded queue with one writer (a worker) and one reader. Slots keep their buffers, so that after one round nothing is allocated.
/// </summary>
internal sealed class RecordRing
{
    /// <summary>Records that may wait for each worker: 0.2 s of 20,000 requests a second; about 600 bytes each, 2.4 MiB in all, and only
    /// once that many have waited.</summary>
    public const int DefaultCapacity = 4096;

    private const int WakeEvery = 256;

    private readonly RecordSlot[] _slots;
    private readonly int _mask;
    private Cursors _cursors;

    /// <param name="capacity">A power of two.</param>
    public RecordRing(int capacity)
    {
        _slots = new RecordSlot[capacity];
        _mask = capacity - 1;
    }

    public bool IsEmpty => Volatile.Read(ref _cursors.Head) == Volatile.Read(ref _cursors.Tail);

    /// <summary>Writer only. Copies the record and its texts in; false when the ring is full. <paramref name="isFilling"/> is true now and
    /// then while more than half is used, so that a reader which sleeps is woken in time.</summary>
    public bool TryWrite(long utcTicks, in AccessRecord record, out bool isFilling)
    {
        long tail = _cursors.Tail;
        int half = _slots.Length / 2;
        if (tail - _cursors.HeadSeen >= half)
        {
            _cursors.HeadSeen = Volatile.Read(ref _cursors.Head);
        }

        long waiting = tail - _cursors.HeadSeen;
        if (waiting == _slots.Length)
        {
            isFilling = false; // the reader was told on the way here
            return false;
        }

        isFilling = waiting >= half && waiting % WakeEvery == 0;
        RecordSlot slot = _slots[tail & _mask] ??= new RecordSlot();
        slot.Set(utcTicks, in record);
        Volatile.Write(ref _cursors.Tail, tail + 1);
        return true;
    }

    /// <summary>Reader only: the oldest record, or null. It stays where it is until <see cref="Release"/>.</summary>
    public RecordSlot? Peek()
    {
        long head = _cursors.Head;
        return head == Volatile.Read(ref _cursors.Tail) ? null : _slots[head & _mask];
    }

    /// <summary>Reader only: the slot that <see cref="Peek"/> showed may be used again.</summary>
    public void Release() => Volatile.Write(ref _cursors.Head, _cursors.Head + 1);

    // Writer and reader move theirs on cache lines of their own.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Cursors
    {
        [FieldOffset(0)]
        public long Head;

        [FieldOffset(64)]
        public long Tail;

        [FieldOffset(72)]
        public long HeadSeen;
    }
}
