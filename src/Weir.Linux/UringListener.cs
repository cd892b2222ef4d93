// A listening socket of the io_uring reactor.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// A multishot accept brings connections, which wait here for their turn; kernels without it tell by a poll, and accept4(2) takes them.
/// Pauses when descriptors or memory run out, so that a full process does not spin.
/// </summary>
internal sealed class UringListener : Listener, IUringTarget
{
    private const int AcceptsPerVisit = 64;
    private const long PauseUs = 100_000;
    private const long ReportEveryUs = 1_000_000;

    // Under a flood of connections the queue never runs dry; stopping does not wait longer than this for it.
    private const long StopWithinUs = 1_000_000;

    private readonly UringReactor _reactor;
    private readonly IListenerOwner _owner;
    private readonly ulong _token;
    private readonly RingQueue<int> _accepted = new();
    private readonly UringOperation _way;
    private UringSocket _socket;
    private int _failure; // a positive errno of the multishot accept, to be acted on
    private bool _isReadable;
    private bool _isQueued;
    private long _resumeUs;
    private long _reportAgainUs;
    private long _stopByUs = long.MaxValue;

    internal UringListener(UringReactor reactor, int fd, IListenerOwner owner)
    {
        _reactor = reactor;
        _owner = owner;
        _token = reactor.Slots.Add(this);
        _socket = new(reactor.Requests, _token, fd);
        _way = reactor.Buffers is null ? UringOperation.PollInput : UringOperation.Accept;
        Arm();
    }

    /// <summary>When a pause ends; in the past when there is none.</summary>
    internal long ResumeUs => _resumeUs;

    private bool IsStopping => _stopByUs != long.MaxValue;

    public override void Stop()
    {
        if (_socket.IsOpen && !IsStopping)
        {
            _stopByUs = _reactor.NowUs + StopWithinUs;
            _socket.Cancel(_way);
            Queue();
        }
    }

    public void OnCompletion(UringOperation operation, in UringCqe completion)
    {
        _socket.OnCompletion(operation, completion);
        int result = completion.Result;
        if (operation == UringOperation.PollInput)
        {
            _isReadable = true;
        }
        else if (result >= 0)
        {
            _accepted.Enqueue(result);
        }
        else if (result != -Errno.ECANCELED && !ErrnoMap.IsOneConnectionsFault(-result))
        {
            _failure = -result;
        }

        if (_socket.IsOpen)
        {
            Queue();
            return;
        }

        CloseAccepted(); // came after the end
        if (_socket.IsQuiet)
        {
            _reactor.Slots.Remove(_token);
        }
    }

    /// <summary>The pause is over.</summary>
    internal void Resume()
    {
        if (_socket.IsOpen)
        {
            Queue();
        }
    }

    public void Visit()
    {
        _isQueued = false;
        for (int accepts = 0; accepts < AcceptsPerVisit; accepts++)
        {
            int accepted = ReserveDescriptor.Keep(Next(out SocketEndpoint remote));
            if (accepted == -Errno.EAGAIN)
            {
                OnDrained();
                return;
            }

            if (accepted >= 0)
            {
                UringChannel channel = _reactor.RentChannel();
                channel.Accepted(accepted, remote);
                _owner.OnAccepted(this, channel);
            }
            else if (!ErrnoMap.IsOneConnectionsFault(-accepted))
            {
                OnFailed(-accepted);
                return;
            }

            if (!_socket.IsOpen)
            {
                return; // the owner disposed of the reactor
            }
        }

        if (!StopIf(_stopByUs <= _reactor.NowUs && _socket.IsQuiet))
        {
            Queue();
        }
    }

    public void Abandon()
    {
        if (!_socket.IsOpen)
        {
            return;
        }

        CloseAccepted();
        if (_socket.IsQuiet)
        {
            _socket.CloseAtOnce(); // from OnStopped on, connects are refused
            _reactor.Slots.Remove(_token);
        }
        else
        {
            _socket.Close(isReset: false);
        }
    }

    private int Next(out SocketEndpoint remote)
    {
        if (_accepted.TryDequeue(out int fd))
        {
            remote = KernelSocket.RemoteEndpoint(fd);
            return fd;
        }

        remote = default;
        if (_failure != 0)
        {
            int failure = _failure;
            _failure = 0;
            return -failure;
        }

        // A stopping listener takes what is left in the queue once the multishot accept has let go of it.
        return _socket.IsQuiet && (IsStopping || _isReadable)
            ? KernelSocket.Accept(_socket.Fd, out remote)
            : -Errno.EAGAIN;
    }

    private void OnDrained()
    {
        _isReadable = false;
        if (_socket.IsQuiet && !StopIf(IsStopping) && _resumeUs <= _reactor.NowUs)
        {
            Arm();
        }
    }

    private void OnFailed(int errno)
    {
        if (errno is Errno.EMFILE or Errno.ENFILE)
        {
            _reactor.Reserve.ShedOne(_socket.Fd);
        }

        long nowUs = _reactor.NowUs;
        if (nowUs >= _reportAgainUs)
        {
            _reportAgainUs = nowUs + ReportEveryUs;
            _owner.OnAcceptFailed(this, ErrnoMap.ToStatus(errno));
        }

        // What is left in a stopping listener's queue is reset by closing it.
        if (!StopIf(IsStopping) && _socket.IsOpen)
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

    private void Arm()
    {
        if (_way == UringOperation.Accept)
        {
            _socket.Accept();
        }
        else
        {
            _socket.PollInput();
        }
    }

    private void CloseAccepted()
    {
        while (_accepted.TryDequeue(out int fd))
        {
            KernelSocket.Close(fd, isReset: true);
        }
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
