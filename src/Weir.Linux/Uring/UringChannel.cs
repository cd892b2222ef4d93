// A channel of the io_uring reactor: what its owner waits for becomes entries of the ring; completions are noted, and delivered at a visit.
using System.Diagnostics.CodeAnalysis;
using Weir.Configuration;
using Weir.Linux.Channels;
using Weir.Linux.Native.Rings;
using Weir.Proxy.Io;

namespace Weir.Linux.Uring;

/// <summary>The object has its next connection once the kernel has given back the last operation of the one before.</summary>
internal sealed class UringChannel(UringReactor reactor) : KernelChannel(reactor), IUringTarget
{
    private UringInput _input;
    private UringOutput _output;
    private UringSocket _socket;
    private UringGather _gather;

    public override bool IsReceiving => _input.IsPending;

    public override bool IsSending => _output.IsPending;

    public override bool HasInput => _input.HasInput;

    internal override int Descriptor => _socket.Fd;

    protected override bool IsInputOver => _input.HasEnded && !_input.HasUnread;

    public override bool TryCancelReceive()
    {
        bool wasPending = _input.IsPending;
        reactor.TakeBack(_input.Abandon());
        CutGather(); // whoever asks next may want less
        return wasPending;
    }

    public void OnCompletion(UringOperation operation, in UringCqe completion)
    {
        _socket.OnCompletion(operation, completion);
        switch (operation)
        {
            case UringOperation.Receive:
                _input.OnReceived(reactor.Buffers!, completion); // a multishot receive has buffers
                break;
            case UringOperation.PollInput:
                TryEndGather(isEnough: true);
                _input.OnReadable(completion.Result);
                break;
            case UringOperation.PollConnect:
                Connect.OnEvents((uint)completion.Result, _socket.Fd, Remote);
                break;
            case UringOperation.Send:
                CountSent(_output.OnCompletion(completion.Result), NowUs);
                AskOutput();
                break;
            case UringOperation.PollHangUp when completion.Result > 0: // else it was cancelled
                Watch.OnEvents((uint)completion.Result);
                AskWatch();
                break;
            case UringOperation.PollOutput:
                AskOutput(); // splice(2) tells what it is about
                break;
        }

        if (Phase == ChannelPhase.Closed)
        {
            FinishIfQuiet();
            return;
        }

        QueueIf(Phase == ChannelPhase.Lingering || Connect.IsDone);
        AskInput();
    }

    /// <summary>Bulk has gathered for long enough, or what comes next is no bulk: whatever is there is taken.</summary>
    internal void CutGather()
    {
        if (TryEndGather(isEnough: false))
        {
            _socket.Cancel(UringOperation.PollInput);
            _input.EndGather();
            AskInput();
        }
    }

    internal override void Promote()
    {
        _input.Promote();
        QueueIf(true);
    }

    internal override void Recycle()
    {
        RenewToken();
        base.Recycle();
        (_output, _gather) = (default, default);
    }

    protected override void Open(int fd, bool isConnected)
    {
        _socket = new(reactor.Requests, Token, fd);
        _input = new(InputState.Drained);
    }

    protected override void AwaitConnect() => _socket.PollConnect();

    protected override void OnOpened()
    {
        AskOutput();
        AskInput();
    }

    protected override void BeginInput(Block? block, int offset)
    {
        _input.Begin(block, offset);
        AskInput();
    }

    protected override void BeginOutput(Block block, int offset, int count)
    {
        _output.Begin(block, offset, count);
        AskOutput();
        if (count < Limits.BulkFloorBytes)
        {
            CutGather(); // the peer is asked something: its answer may be short
        }
    }

    protected override void AskWatch()
    {
        if (Phase != ChannelPhase.Open)
        {
            return;
        }

        QueueIf(Watch.IsDue);
        if (Watch.IsWaiting && !_socket.Has(UringOperation.PollHangUp))
        {
            _socket.PollHangUp(Watch.OnlyReset);
        }
    }

    protected override bool TrySend([NotNullWhen(true)] out Block? sent, out IoStatus status)
    {
        bool isDone = _output.IsDone;
        status = _output.Status;
        sent = isDone ? _output.Take() : null;
        return isDone;
    }

    protected override bool TryReceive(out Received got)
    {
        got = default;
        if (!_input.IsReady)
        {
            return false;
        }

        bool isDone = _input.Attempt(_socket.Fd, reactor, Token, out got);
        if (!isDone)
        {
            AskInput();
        }

        return isDone;
    }

    protected override void OnSendFailed(IoStatus status) =>
        _input.OnSendFailed(status, _socket.IsInputAsked);

    protected override void LetGo()
    {
        reactor.TakeBack(_input.Abandon());
        DropOutput();
    }

    protected override long Discard() =>
        _input.Clear(reactor.Buffers) + _input.Discard(_socket.Fd, reactor.Scratch);

    protected override void AskDiscard()
    {
        QueueIf(!_input.IsDrained);
        if (_input.IsDrained && !_socket.IsInputAsked)
        {
            _socket.PollInput();
        }
        else if (_input.IsDrained)
        {
            _socket.Cancel(UringOperation.Receive);
        }
    }

    // Over unread input the kernel itself would send RST, but it has given these bytes away.
    protected override void CloseSocket(bool isReset)
    {
        TryEndGather(isEnough: false);
        _socket.Close(isReset || _input.HasUnread);
        FinishIfQuiet();
    }

    // Asks the kernel for what the pending receive lacks, or for a visit when it is here.
    private void AskInput()
    {
        if (Phase != ChannelPhase.Open)
        {
            return;
        }

        QueueIf(_input.IsReady);
        if (_input.IsBulky)
        {
            _socket.Cancel(UringOperation.Receive);
        }

        if (!_input.IsLacking || _socket.IsInputAsked)
        {
            return;
        }

        if (_input.MayGather)
        {
            _socket.GatherInput();
            reactor.Gathers.Add(Token, _gather.Begin(NowUs));
        }
        else if (_input.IsBulky || reactor.Buffers is null)
        {
            _socket.PollInput();
        }
        else
        {
            _socket.Receive();
        }
    }

    private bool TryEndGather(bool isEnough)
    {
        if (!_gather.TryEnd(isEnough, NowUs))
        {
            return false;
        }

        reactor.Gathers.Remove(Token);
        return true;
    }

    private void AskOutput()
    {
        if (Phase > ChannelPhase.Open)
        {
            DropOutput();
            return;
        }

        if (_output.IsPending && !_output.IsDone && Phase == ChannelPhase.Open)
        {
            if (_output.Pipe is { } pipe)
            {
                SendPipe(pipe);
            }
            else
            {
                _socket.Send(_output.Bytes, _output.Offset, _output.Left);
            }
        }

        QueueIf(_output.IsDone);
    }

    // The ring's own splice would hand the call to a thread of the kernel, and the two sockets would take turns over two of them.
    private void SendPipe(KernelPipe pipe)
    {
        if (_socket.Has(UringOperation.PollOutput))
        {
            return;
        }

        CountSent(_output.OnCompletion(pipe.Drain(_socket.Fd)), NowUs);
        if (!_output.IsDone)
        {
            _socket.PollOutput();
        }
    }

    private void FinishIfQuiet()
    {
        _input.Clear(reactor.Buffers);
        if (_socket.IsQuiet)
        {
            reactor.Turns.Retire(this);
        }
    }

    // The kernel gives the block of a send under way back with its completion.
    private void DropOutput()
    {
        if (!_socket.Has(UringOperation.Send))
        {
            reactor.TakeBack(_output.Take());
        }
    }
}
