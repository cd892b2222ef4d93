// A listening socket of the io_uring reactor.
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Uring;

/// <summary>
/// A multishot accept brings connections, which wait here for their turn; kernels without it tell by a poll, and accept4(2) takes them.
/// </summary>
internal sealed class UringListener : KernelListener, IUringTarget
{
    private readonly UringReactor _reactor;
    private readonly RingQueue<int> _accepted = new();
    private readonly UringOperation _way;
    private UringSocket _socket;
    private int _failure; // a positive errno of the multishot accept, to be acted on
    private bool _isReadable;

    internal UringListener(UringReactor reactor, int fd, IListenerOwner owner)
        : base(reactor, owner)
    {
        _reactor = reactor;
        Token = reactor.Slots.Add(this);
        _socket = new(reactor.Requests, Token, fd);
        _way = reactor.Buffers is null ? UringOperation.PollInput : UringOperation.Accept;
        Arm();
    }

    protected override int Descriptor => _socket.Fd;

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
            _reactor.Slots.Remove(Token);
        }
    }

    public void Visit()
    {
        BeginVisit();
        for (int accepts = 0; accepts < AcceptsPerVisit; accepts++)
        {
            int accepted = Keep(Next(out SocketEndpoint remote));
            if (accepted == -Errno.EAGAIN)
            {
                OnDrained();
                return;
            }

            int error = accepted < 0 ? accepted : Deliver(accepted, remote);
            if (error < 0 && !ErrnoMap.IsOneConnectionsFault(-error))
            {
                OnFailed(-error);
                return;
            }

            if (!_socket.IsOpen)
            {
                return; // the owner disposed of the reactor
            }
        }

        if (!StopIf(IsStopOverdue && _socket.IsQuiet))
        {
            Queue();
        }
    }

    public override void Abandon()
    {
        if (!_socket.IsOpen)
        {
            return;
        }

        CloseAccepted();
        if (_socket.IsQuiet)
        {
            _socket.CloseAtOnce(); // from OnStopped on, connects are refused
            _reactor.Slots.Remove(Token);
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
        if (_socket.IsQuiet && !StopIf(IsStopping) && !IsPaused)
        {
            Arm();
        }
    }

    protected override void OnStopping() => _socket.Cancel(_way);

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
}
