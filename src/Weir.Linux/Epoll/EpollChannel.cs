// A channel of the epoll reactor: the kernel tells by edges when to try, and the visit does the system calls.
using System.Diagnostics.CodeAnalysis;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux.Epoll;

internal sealed class EpollChannel(EpollReactor reactor) : KernelChannel(reactor), IEpollTarget
{
    private int _fd = -1;
    private EpollInput _input;
    private EpollOutput _output;

    public override bool IsReceiving => _input.IsPending;

    public override bool IsSending => _output.IsPending;

    public override bool HasInput => _input.State == InputState.Ready;

    internal override int Descriptor => _fd;

    protected override bool IsInputOver => _input.State == InputState.Ended;

    public override bool TryCancelReceive()
    {
        bool wasPending = _input.IsPending;
        reactor.TakeBack(_input.Abandon());
        return wasPending;
    }

    public void OnEvents(uint events)
    {
        _input.OnEvents(events);
        _output.OnEvents(events);
        Watch.OnEvents(events);
        if (Phase == ChannelPhase.Connecting)
        {
            Connect.OnEvents(events, _fd, Remote);
            QueueIf(Connect.IsDone);
            return;
        }

        bool isLingering = Phase == ChannelPhase.Lingering;
        QueueIf(_input.IsReady || _output.IsReady || Watch.IsDue || isLingering);
    }

    internal override void Promote()
    {
        _input.Promote();
        QueueIf(true);
    }

    internal override void Recycle()
    {
        base.Recycle();
        (_input, _output) = (default, default);
    }

    // The edge that ends a connect also tells of input.
    protected override void Open(int fd, bool isConnected)
    {
        _fd = fd;
        _input = new(isConnected ? InputState.Unknown : InputState.Drained);
    }

    protected override int BeginWatching() => reactor.Watch(_fd, Token);

    protected override void BeginInput(Block? block, int offset)
    {
        _input.Begin(block, offset);
        QueueIf(_input.IsReady);
    }

    protected override void BeginOutput(Block block, int offset, int count)
    {
        _output.Begin(block, offset, count);
        QueueIf(_output.IsReady);
    }

    protected override void AskWatch() => QueueIf(Watch.IsDue);

    protected override bool TrySend([NotNullWhen(true)] out Block? sent, out IoStatus status)
    {
        (sent, status) = (null, IoStatus.Ok);
        if (!_output.IsReady)
        {
            return false;
        }

        bool isDone = _output.Attempt(_fd, out int moved, out status);
        CountSent(moved, NowUs);
        if (isDone)
        {
            sent = _output.Take()!; // it was pending
        }

        return isDone;
    }

    protected override bool TryReceive(out Received got)
    {
        if (_input.IsReady)
        {
            return _input.Attempt(_fd, reactor, Token, out got);
        }

        got = default;
        return false;
    }

    protected override void OnSendFailed(IoStatus status) => _input.OnSendFailed(status);

    protected override void LetGo()
    {
        reactor.TakeBack(_input.Abandon());
        reactor.TakeBack(_output.Take());
    }

    protected override long Discard() => _input.Discard(_fd, reactor.Scratch);

    protected override void AskDiscard() => QueueIf(_input.State != InputState.Drained);

    protected override void CloseSocket(bool isReset)
    {
        if (_fd >= 0)
        {
            KernelSocket.Close(_fd, isReset);
            _fd = -1;
        }

        RenewToken();
        reactor.Turns.Retire(this);
    }
}
