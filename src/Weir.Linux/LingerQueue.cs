// The lingering closes of one reactor, in the order of their deadlines.
using Weir.Proxy.Configuration;

namespace Weir.Linux;

/// <summary>All linger equally long, so a queue is sorted by itself. One that ended early stays as a stale token until its time.</summary>
internal sealed class LingerQueue<TTarget>(SlotTable<TTarget> slots)
    where TTarget : class, ISlotTarget
{
    private readonly Queue<(ulong Token, long DeadlineUs)> _queue = new();

    /// <summary>When the next one must end; long.MaxValue when none lingers.</summary>
    internal long NextDeadlineUs
    {
        get
        {
            while (_queue.TryPeek(out var first))
            {
                if (slots.Find(first.Token) is not null)
                {
                    return first.DeadlineUs;
                }

                _queue.Dequeue();
            }

            return long.MaxValue;
        }
    }

    internal void Add(ulong token, long nowUs) =>
        _queue.Enqueue((token, nowUs + (Limits.LingerMs * 1000L)));

    /// <summary>Closes those whose time is over.</summary>
    internal void Expire(long nowUs)
    {
        while (_queue.TryPeek(out var first) && first.DeadlineUs <= nowUs)
        {
            _queue.Dequeue();
            slots.Find(first.Token)?.Abandon();
        }
    }
}
