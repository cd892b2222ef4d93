// Numbers the descriptors of one reactor, so that events and queue entries name them without holding them.
namespace Weir.Linux.Channels;

/// <summary>
/// A token is a slot's index below and its generation above. Closing moves the generation on, so whatever still carries the old
/// token (an event of the same batch, a queue entry) finds nothing, also after the slot has a new tenant.
/// </summary>
internal sealed class SlotTable
{
    private readonly Stack<int> _free = new();
    private Slot[] _slots = new Slot[64];
    private int _used;

    /// <summary>Gives the target a slot and returns its first token.</summary>
    internal ulong Add(ISlotTarget target)
    {
        if (!_free.TryPop(out int index))
        {
            if (_used == _slots.Length)
            {
                Array.Resize(ref _slots, _slots.Length * 2);
            }

            index = _used++;
        }

        _slots[index].Target = target;
        return Token(index);
    }

    /// <summary>The target that the token was given out for, or null when that is over.</summary>
    internal ISlotTarget? Find(ulong token)
    {
        uint index = (uint)token;
        return index < (uint)_used && _slots[index].Generation == (uint)(token >> 32)
            ? _slots[index].Target
            : null;
    }

    /// <summary>Makes every copy of the token stale; the target keeps its slot and gets the next token.</summary>
    internal ulong Renew(ulong token)
    {
        int index = (int)(uint)token;
        _slots[index].Generation++;
        return Token(index);
    }

    /// <summary>Makes every copy of the token stale and frees the slot.</summary>
    internal void Remove(ulong token)
    {
        int index = (int)(uint)token;
        _slots[index].Generation++;
        _slots[index].Target = null;
        _free.Push(index);
    }

    /// <summary>Abandons every target; the table is not used afterwards.</summary>
    internal void AbandonAll()
    {
        for (int index = 0; index < _used; index++)
        {
            _slots[index].Target?.Abandon();
        }
    }

    private ulong Token(int index) => ((ulong)_slots[index].Generation << 32) | (uint)index;

    private struct Slot
    {
        internal ISlotTarget? Target;
        internal uint Generation;
    }
}
