// A listening socket of the epoll reactor.
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Epoll;

/// <summary>Accepts by turns.</summary>
internal sealed class EpollListener : KernelListener, IEpollTarget
{
    private readonly EpollReactor _reactor;
    private int _fd;

    internal EpollListener(EpollReactor reactor, int fd, IListenerOwner owner)
        : base(reactor, owner)
    {
        _reactor = reactor;
        _fd = fd;
        Token = reactor.Slots.Add(this);
        int watched = reactor.WatchListener(fd, Token);
        if (watched < 0)
        {
            reactor.Slots.Remove(Token);
            KernelSocket.Close(fd);
            throw new IOException($"cannot watch a listening socket (errno {-watched})");
        }
    }

    protected override int Descriptor => _fd;

    public void OnEvents(uint events)
    {
        if (!IsPaused)
        {
            Queue();
        }
    }

    public void Visit()
    {
        BeginVisit();
        for (int accepts = 0; accepts < AcceptsPerVisit; accepts++)
        {
            int accepted = Keep(KernelSocket.Accept(_fd, out SocketEndpoint remote));
            if (accepted == -Errno.EAGAIN)
            {
                StopIf(IsStopping);
                return;
            }

            int error = accepted < 0 ? accepted : Deliver(accepted, remote);
            if (error < 0 && !ErrnoMap.IsOneConnectionsFault(-error))
            {
                OnFailed(-error);
                return;
            }

            if (_fd < 0)
            {
                return; // the owner disposed of the reactor
            }
        }

        if (!StopIf(IsStopOverdue))
        {
            Queue();
        }
    }

    public override void Abandon()
    {
        if (_fd >= 0)
        {
            _reactor.Unwatch(_fd);
            KernelSocket.Close(_fd);
            _fd = -1;
            _reactor.Slots.Remove(Token);
        }
    }
}
