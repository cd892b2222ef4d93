// The visits that an engine still has to make, in the order in which they became due, and how long one of them waits. Owned by the reactor.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>
/// Tokens of what is due. Now and then the reactor wakes itself: when the kernel has told it so, a mark queues up behind what came before,
/// and when that comes out, its age tells <paramref name="lag"/> how long an event waits, in the kernel and here.
/// </summary>
internal sealed class VisitQueue(int capacity, LoopLag lag)
{
    /// <summary>Microseconds from one look to the next; a look costs about two.</summary>
    internal const long LookIntervalUs = 10_000;

    private const ulong Mark = ulong.MaxValue; // no token: no slot has this index

    private readonly RingQueue<ulong> _due = new(capacity);
    private long _beganUs = long.MinValue / 2;
    private bool _isLooking;
    private bool _isMarked;

    public int Count => _due.Count;

    public void Enqueue(ulong token) => _due.Enqueue(token);

    /// <summary>Whether it is time to begin the next look.</summary>
    public bool IsLookDue(long nowUs) =>
        !_isLooking && (lag.IsShedding || nowUs - _beganUs >= LookIntervalUs);

    /// <summary>Starts to measure; the caller wakes its reactor.</summary>
    public void BeginLook(long nowUs)
    {
        _isLooking = true;
        _beganUs = nowUs;
    }

    /// <summary>The kernel tells of a wake-up, whoever raised it.</summary>
    public void OnMark()
    {
        if (_isLooking && !_isMarked)
        {
            _isMarked = true;
            _due.Enqueue(Mark);
        }
    }

    /// <summary>The next visit; false when none is due.</summary>
    public bool TryDequeue(long nowUs, out ulong token)
    {
        if (!_due.TryDequeue(out token))
        {
            return false;
        }

        if (token != Mark)
        {
            return true;
        }

        _isLooking = _isMarked = false;
        lag.Look(long.Max(0, nowUs - _beganUs));
        return _due.TryDequeue(out token);
    }
}
