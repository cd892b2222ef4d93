// How long one socket lets bulk gather, by how fast it came so far. Part of its channel.

using Weir.Configuration;

namespace Weir.Linux.Uring;

/// <summary>
/// A wait lasts at most twice as long as the last one that brought enough: what pauses or ends costs its last bytes no more than the pace of
/// the transfer itself, and never more than <see cref="Limits.GatherMostUs"/>.
/// </summary>
internal struct UringGather
{
    private long _beganUs;
    private long _limitUs; // 0 before the first wait ended

    /// <summary>The kernel is to tell of no input before enough has come.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>Begins to wait; returns the deadline.</summary>
    internal long Begin(long nowUs)
    {
        IsWaiting = true;
        _beganUs = nowUs;
        return nowUs + (_limitUs == 0 ? Limits.GatherMostUs : _limitUs);
    }

    /// <summary>Ends the wait, if there is one: enough has come or an end, or the time was over before that.</summary>
    internal bool TryEnd(bool isEnough, long nowUs)
    {
        if (!IsWaiting)
        {
            return false;
        }

        IsWaiting = false;
        _limitUs = isEnough
            ? long.Clamp(2 * (nowUs - _beganUs), Limits.GatherLeastUs, Limits.GatherMostUs)
            : long.Min(2 * _limitUs, Limits.GatherMostUs);
        return true;
    }
}
