// A listening socket of the epoll reactor.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>Accepts by turns; pauses when descriptors or memory run out, so that a full process does not spin.</summary>
internal sealed class EpollListener : Listener, IEpollTarget
{
    private const int AcceptsPerVisit = 64;
    private const long PauseUs = 100_000;
    private const long ReportEveryUs = 1_000_000;

    // Under a flood of connections the queue never runs dry; stopping does not wait longer than this for it.
    private const long StopWithinUs = 1_000_000;

    private readonly EpollReactor _reactor;
    private readonly IListenerOwner _owner;
    private readonly ulong _token;
    private int _fd;
    private bool _isQueued;
    private long _resumeUs;
    private long _reportAgainUs;
    private long _stopByUs = long.MaxValue;

    internal EpollListener(EpollReactor reactor, int fd, IListenerOwner owner)
    {
        _reactor = reactor;
        _owner = owner;
        _fd = fd;
        _token = reactor.Slots.Add(this);
        int watched = reactor.WatchListener(fd, _token);
        if (watched < 0)
        {
            reactor.Slots.Remove(_token);
            KernelSocket.Close(fd);
            throw new IOException($"cannot watch a listening socket (errno {-watched})");
        }
    }

    /// <summary>When a pause ends; in the past when there is none.</summary>
    internal long ResumeUs => _resumeUs;

    private bool IsStopping => _stopByUs != long.MaxValue;

    public override void Stop()
    {
        if (_fd >= 0 && !IsStopping)
        {
            _stopByUs = _reactor.NowUs + StopWithinUs;
            Queue();
        }
    }

    public void OnEvents(uint events)
    {
        if (_resumeUs <= _reactor.NowUs)
        {
            Queue();
        }
    }

    /// <summary>The pause is over. The edge came long ago, so the queue is looked at in any case.</summary>
    internal void Resume()
    {
        if (_fd >= 0)
        {
            Queue();
        }
    }

    public void Visit()
    {
        _isQueued = false;
        for (int accepts = 0; accepts < AcceptsPerVisit; accepts++)
        {
            int accepted = ReserveDescriptor.Keep(
                KernelSocket.Accept(_fd, out SocketEndpoint remote)
            );
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

        if (!StopIf(_stopByUs <= _reactor.NowUs))
        {
            Queue();
        }
    }

    public void Abandon()
    {
        if (_fd >= 0)
        {
            _reactor.Unwatch(_fd);
            KernelSocket.Close(_fd);
            _fd = -1;
            _reactor.Slots.Remove(_token);
        }
    }

    private int Deliver(int fd, in SocketEndpoint remote)
    {
        EpollChannel channel = _reactor.RentChannel();
        int watched = channel.Accepted(fd, remote);
        if (watched < 0)
        {
            channel.Reset();
            return watched;
        }

        _owner.OnAccepted(this, channel);
        return 0;
    }

    private void OnFailed(int errno)
    {
        if (errno is Errno.EMFILE or Errno.ENFILE)
        {
            _reactor.Reserve.ShedOne(_fd);
        }

        long nowUs = _reactor.NowUs;
        if (nowUs >= _reportAgainUs)
        {
            _reportAgainUs = nowUs + ReportEveryUs;
            _owner.OnAcceptFailed(this, ErrnoMap.ToStatus(errno));
        }

        // What is left in a stopping listener's queue is reset by closing it.
        if (!StopIf(IsStopping) && _fd >= 0)
        {
            _resumeUs = nowUs + PauseUs;
            _reactor.Pause(this);
        }
    }

    private bool StopIf(bool isDue)
    {
        if (isDue)
        {
            Abandon();
            _owner.OnStopped(this);
        }

        return isDue;
    }

    private void Queue()
    {
        if (!_isQueued)
        {
            _isQueued = true;
            _reactor.Schedule(_token);
        }
    }
}
