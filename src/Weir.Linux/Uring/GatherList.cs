// Which sockets let bulk gather, and until when at the latest. Owned by the io_uring reactor.
using Weir.Configuration;

namespace Weir.Linux.Uring;

/// <summary>
/// The kernel tells of none of these before enough has come, so each has a deadline, and the reactor waits no longer than to the first of
/// them. One for each pipe that is being filled, so at most <see cref="Limits.MaxPipes"/>: a list that is looked through is enough.
/// </summary>
internal sealed class GatherList
{
    private readonly List<(ulong Token, long DeadlineUs)> _waiting = [];

    /// <summary>The first deadline; long.MaxValue without any.</summary>
    internal long NextUs { get; private set; } = long.MaxValue;

    internal void Add(ulong token, long deadlineUs)
    {
        _waiting.Add((token, deadlineUs));
        NextUs = long.Min(NextUs, deadlineUs);
    }

    /// <summary>The socket waits for no more, or is gone.</summary>
    internal void Remove(ulong token)
    {
        for (int index = 0; index < _waiting.Count; index++)
        {
            if (_waiting[index].Token == token)
            {
                RemoveAt(index);
                return;
            }
        }
    }

    /// <summary>Takes out one whose time is over; false when there is none.</summary>
    internal bool TryTakeExpired(long nowUs, out ulong token)
    {
        token = 0;
        for (int index = 0; nowUs >= NextUs && index < _waiting.Count; index++)
        {
            if (_waiting[index].DeadlineUs <= nowUs)
            {
                token = _waiting[index].Token;
                RemoveAt(index);
                return true;
            }
        }

        return false;
    }

    private void RemoveAt(int index)
    {
        _waiting[index] = _waiting[^1];
        _waiting.RemoveAt(_waiting.Count - 1);
        NextUs = long.MaxValue;
        foreach ((_, long deadlineUs) in _waiting)
        {
            NextUs = long.Min(NextUs, deadlineUs);
        }
    }
}
