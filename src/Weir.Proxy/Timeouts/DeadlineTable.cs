// A flat table of deadlines: its worker only stores into it, the timeout thread only reads it. No lock, no heap, no cancellation:
// moving a deadline is one store, which matters because each byte that moves does it.
namespace Weir.Proxy.Timeouts;

/// <summary>
/// Deadlines of one worker, in microseconds of the reactors' monotonic clock; 0 means none. Slots and generations belong to the
/// worker; <see cref="Scan"/> belongs to the TimeoutManager.
/// </summary>
public sealed class DeadlineTable
{
    private const int ChunkShift = 10;
    private const int ChunkSlots = 1 << ChunkShift;

    private readonly Stack<int> _free = new();
    private long[][] _deadlines = [];
    private IDeadlineOwner?[] _owners = [];
    private int[] _generations = [];
    private int _used;

    /// <summary>Slots taken now; back to zero when nobody waits for anything.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a slot without a deadline.</summary>
    public int Add(IDeadlineOwner owner)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _used;
            if (slot >> ChunkShift == _deadlines.Length)
            {
                AddChunk();
            }

            Volatile.Write(ref _used, slot + 1);
        }

        _owners[slot] = owner;
        Count++;
        return slot;
    }

    /// <summary>Sets or moves a deadline; 0 takes it away.</summary>
    public void Set(int slot, long deadlineUs) =>
        Volatile.Write(ref _deadlines[slot >> ChunkShift][slot & (ChunkSlots - 1)], deadlineUs);

    public long Get(int slot) => _deadlines[slot >> ChunkShift][slot & (ChunkSlots - 1)];

    /// <summary>Gives a slot back; a notice still under way is ignored by its generation.</summary>
    public void Remove(int slot)
    {
        Set(slot, 0);
        _owners[slot] = null;
        Volatile.Write(ref _generations[slot], _generations[slot] + 1);
        _free.Push(slot);
        Count--;
    }

    /// <summary>On the worker: a notice came. Returns the owner to be told if the slot is still its own and the deadline has really passed.</summary>
    public IDeadlineOwner? TakeExpired(int slot, int generation, long nowUs)
    {
        long deadlineUs = Get(slot);
        if (_generations[slot] != generation || deadlineUs == 0 || deadlineUs > nowUs)
        {
            return null;
        }

        Set(slot, 0);
        return _owners[slot];
    }

    /// <summary>
    /// On the timeout thread: tells <paramref name="sink"/> of each deadline at or before <paramref name="nowUs"/>, at every scan
    /// until the owner has acted. A notice may be in vain (the worker's clock stands still within a turn, and the generation read
    /// here may be old), so that one alone could leave a deadline unseen for ever.
    /// </summary>
    internal void Scan(long nowUs, IExpirySink sink)
    {
        // In this order: what is published later never has fewer slots.
        int used = Volatile.Read(ref _used);
        long[][] chunks = Volatile.Read(ref _deadlines);
        int[] generations = Volatile.Read(ref _generations);
        for (int slot = 0; slot < used; slot++)
        {
            long deadlineUs = Volatile.Read(
                ref chunks[slot >> ChunkShift][slot & (ChunkSlots - 1)]
            );
            if (deadlineUs != 0 && deadlineUs <= nowUs)
            {
                sink.TryPostExpired(slot, Volatile.Read(ref generations[slot]));
            }
        }
    }

    // Chunks never move once published; only the outer arrays are replaced, generations with their values.
    private void AddChunk()
    {
        long[][] chunks = [.. _deadlines, new long[ChunkSlots]];
        Array.Resize(ref _owners, chunks.Length * ChunkSlots);
        int[] generations = new int[chunks.Length * ChunkSlots];
        _generations.CopyTo(generations, 0);
        Volatile.Write(ref _generations, generations);
        Volatile.Write(ref _deadlines, chunks);
    }
}
