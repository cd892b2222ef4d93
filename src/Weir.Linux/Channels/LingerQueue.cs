// The lingering closes of one reactor, in the order of their next look.
namespace Weir.Linux.Channels;

/// <summary>Each says, when it is looked at, whether it goes on. One that ended early stays as a stale token until its time.</summary>
internal sealed class LingerQueue(SlotTable slots)
{
    private readonly PriorityQueue<ulong, long> _queue = new();

    /// <summary>When the next one must be looked at; long.MaxValue when none lingers.</summary>
    internal long NextDeadlineUs
    {
        get
        {
            while (_queue.TryPeek(out ulong token, out long deadlineUs))
            {
                if (slots.Find(token) is not null)
                {
                    return deadlineUs;
                }

                _queue.Dequeue();
            }

            return long.MaxValue;
        }
    }

    internal void Add(ulong token, long deadlineUs) => _queue.Enqueue(token, deadlineUs);

    /// <summary>Looks at those whose time has come: they close, or name another one.</summary>
    internal void Expire(long nowUs)
    {
        while (_queue.TryPeek(out ulong token, out long deadlineUs) && deadlineUs <= nowUs)
        {
            _queue.Dequeue();
            if (slots.Find(token) is not { } target)
            {
                continue;
            }

            long againUs = target.LingerUntilUs(nowUs);
            if (againUs > 0)
            {
                _queue.Enqueue(token, againUs);
            }
            else
            {
                target.Abandon();
            }
        }
    }
}
