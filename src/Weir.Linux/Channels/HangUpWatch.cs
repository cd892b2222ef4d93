// A request to be told of a peer that leaves while nothing is received. Part of a channel of either engine.
using Weir.Proxy.Io;

namespace Weir.Linux.Channels;

/// <summary>One request at a time; told of what the kernel says, it knows when there is something to deliver.</summary>
internal struct HangUpWatch
{
    private bool _isWanted;
    private bool _onlyReset;

    /// <summary>The peer has sent FIN, or the connection is over.</summary>
    private bool _isClosed;
    private bool _isBroken;

    /// <summary>True when the owner is to be told.</summary>
    internal readonly bool IsDue => _isWanted && (_isBroken || (_isClosed && !_onlyReset));

    /// <summary>True while the kernel still has to tell.</summary>
    internal readonly bool IsWaiting => _isWanted && !IsDue;

    /// <summary>Whether FIN is of no interest.</summary>
    internal readonly bool OnlyReset => _onlyReset;

    internal void Ask(bool onlyReset) => (_isWanted, _onlyReset) = (true, onlyReset);

    /// <summary>A receive tells of the end by itself.</summary>
    internal void Drop() => _isWanted = false;

    /// <summary>Takes events of poll(2), in which epoll(7) agrees with it.</summary>
    internal void OnEvents(uint events)
    {
        _isClosed |= (events & Native.Kernel.EPOLLRDHUP) != 0;
        _isBroken |= (events & (Native.Kernel.EPOLLERR | Native.Kernel.EPOLLHUP)) != 0;
    }

    /// <summary>Ends the request and says what came of it.</summary>
    internal IoStatus Take()
    {
        _isWanted = false;
        return _isBroken ? IoStatus.Reset : IoStatus.EndOfStream;
    }
}
