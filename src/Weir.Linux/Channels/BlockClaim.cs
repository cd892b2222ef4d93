// A receive's claim on a block of its reactor's pool, for both engines.
using System.Diagnostics.CodeAnalysis;
using Weir.Proxy.Io;

namespace Weir.Linux.Channels;

/// <summary>Who waits for a block gets one before newcomers do. Part of a channel's input; the default has none and waits for none.</summary>
internal struct BlockClaim
{
    private bool _isPromoted;

    /// <summary>True while it waits for the pool.</summary>
    internal bool IsStarved { get; private set; }

    /// <summary>The pool has a block again: the next try rents before newcomers.</summary>
    internal void Promote()
    {
        IsStarved = false;
        _isPromoted = true;
    }

    /// <summary>Rents a block; without one the channel of <paramref name="token"/> joins the starved ones.</summary>
    internal bool TryRent(KernelReactor reactor, ulong token, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        bool mayRent = _isPromoted || !reactor.Turns.HasStarved;
        _isPromoted = false;
        if (mayRent && reactor.Blocks.TryRent(out block))
        {
            return true;
        }

        if (!IsStarved)
        {
            IsStarved = true;
            reactor.Turns.Starve(token);
        }

        return false;
    }
}
