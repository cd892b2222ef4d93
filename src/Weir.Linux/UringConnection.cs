// The side of an io_uring channel that faces the kernel: what is under way, what has come, and how it lets go.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// Notes completions, keeps the kernel asked for what its owner waits for, and closes; <see cref="UringChannel"/> is the side that
/// faces the owner.
/// </summary>
internal abstract class UringConnection : Channel, IUringTarget
{
    private const int DiscardsPerVisit = 8;

    protected UringInput Input; // mutable structs, hence fields
    protected UringOutput Output;
    protected UringSocket Socket;
    protected KernelConnect Connect;
    protected HangUpWatch Watch;
    protected LingerClock Lingering;

    private UringGather _gather;
    private bool _isQueued;

    protected UringConnection(UringReactor reactor)
        : base(reactor)
    {
        Reactor = reactor;
        Token = reactor.Slots.Add(this);
    }

    public ulong Token { get; private set; }

    protected UringReactor Reactor { get; }

    protected ChannelPhase Phase { get; set; } = ChannelPhase.Closed;

    // Neither tells of input once more before its completion came.
    protected bool IsInputAsked =>
        Socket.Has(UringOperation.Receive) || Socket.Has(UringOperation.PollInput);

    public abstract void Abandon();

    public long LingerUntilUs(long nowUs) => Lingering.Look(nowUs);

    public abstract void Visit();

    /// <summary>Closed, and the kernel has nothing of it any more: the object may have its next connection.</summary>
    protected abstract void Retire();

    public void OnCompletion(UringOperation operation, in UringCqe completion)
    {
        Socket.OnCompletion(operation, completion);
        switch (operation)
        {
            case UringOperation.Receive:
                Input.OnReceived(Reactor.Buffers!, completion); // a multishot receive has buffers
                break;
            case UringOperation.PollInput:
                if (TryEndGather())
                {
                    _gather.OnEnough(Reactor.NowUs);
                }

                Input.OnReadable(completion.Result);
                break;
            case UringOperation.PollConnect:
                Connect.OnEvents((uint)completion.Result, Socket.Fd, Remote);
                break;
            case UringOperation.Send:
                OnSendCompletion(completion.Result);
                break;
            case UringOperation.PollHangUp when completion.Result > 0: // else it was cancelled
                Watch.OnEvents((uint)completion.Result);
                PursueWatch();
                break;
            case UringOperation.PollOutput:
                PursueOutput(); // splice(2) tells what it is about
                break;
        }

        if (Phase == ChannelPhase.Closed)
        {
            FinishIfQuiet();
            return;
        }

        QueueIf(Phase == ChannelPhase.Lingering || Connect.IsDone);
        PursueInput();
    }

    /// <summary>Forgets the last connection, whose token is stale from now on.</summary>
    public void Recycle()
    {
        Token = Reactor.Slots.Renew(Token);
        ForgetConnection();
        Output = default;
        Connect = default;
        Watch = default;
        _gather = default;
        _isQueued = false;
    }

    protected void Begin(int fd, in SocketEndpoint remote, ChannelPhase phase)
    {
        Remote = remote;
        Socket = new(Reactor.Requests, Token, fd);
        Input = new(InputState.Drained);
        Phase = phase;
    }

    // Asks the kernel for what the pending receive lacks, or for a visit when it is here.
    protected void PursueInput()
    {
        if (Phase != ChannelPhase.Open)
        {
            return;
        }

        QueueIf(Input.IsReady);
        if (Input.IsBulky)
        {
            Socket.Cancel(UringOperation.Receive);
        }

        if (!Input.IsLacking || IsInputAsked)
        {
            return;
        }

        if (Input.MayGather)
        {
            Socket.GatherInput();
            Reactor.Gathers.Add(Token, _gather.Begin(Reactor.NowUs));
        }
        else if (Input.IsBulky || Reactor.Buffers is null)
        {
            Socket.PollInput();
        }
        else
        {
            Socket.Receive();
        }
    }

    // Asks the kernel for what the owner wants to know of, or for a visit when it is known.
    protected void PursueWatch()
    {
        if (Phase != ChannelPhase.Open)
        {
            return;
        }

        QueueIf(Watch.IsDue);
        if (Watch.IsWaiting && !Socket.Has(UringOperation.PollHangUp))
        {
            Socket.PollHangUp(Watch.OnlyReset);
        }
    }

    /// <summary>Bulk has gathered for long enough, or what comes next is no bulk: whatever is there is taken.</summary>
    internal void CutGather()
    {
        if (TryEndGather())
        {
            _gather.OnCut();
            Socket.Cancel(UringOperation.PollInput);
            Input.EndGather();
            PursueInput();
        }
    }

    private bool TryEndGather()
    {
        bool wasWaiting = _gather.IsWaiting;
        if (wasWaiting)
        {
            _gather.End();
            Reactor.Gathers.Remove(Token);
        }

        return wasWaiting;
    }

    private void OnSendCompletion(int result)
    {
        CountSent(Output.OnCompletion(result), Reactor.NowUs);
        if (Phase == ChannelPhase.Open)
        {
            PursueOutput();
        }
        else
        {
            DropOutput();
        }
    }

    protected void PursueOutput()
    {
        if (Output.IsPending && !Output.IsDone && Phase == ChannelPhase.Open)
        {
            if (Output.Pipe is { } pipe)
            {
                SendPipe(pipe);
            }
            else
            {
                Socket.Send(Output.Bytes, Output.Offset, Output.Left);
            }
        }

        QueueIf(Output.IsDone);
    }

    // The ring's own splice would hand the call to a thread of the kernel, and the two sockets would take turns over two of them.
    private void SendPipe(KernelPipe pipe)
    {
        if (Socket.Has(UringOperation.PollOutput))
        {
            return;
        }

        CountSent(Output.OnCompletion(pipe.Drain(Socket.Fd)), Reactor.NowUs);
        if (!Output.IsDone)
        {
            Socket.PollOutput();
        }
    }

    protected void DiscardInput()
    {
        long thrown = Input.Clear(Reactor.Buffers);
        thrown += Input.Discard(Socket.Fd, Reactor.Scratch, DiscardsPerVisit);
        Meter?.BytesIn += thrown;
        Lingering.OnBytes(thrown, Reactor.NowUs);
        if (Input.HasEnded)
        {
            Close();
        }
        else if (!Input.IsDrained)
        {
            QueueIf(true);
        }
        else if (!IsInputAsked)
        {
            Socket.PollInput();
        }
        else
        {
            Socket.Cancel(UringOperation.Receive);
        }
    }

    protected void Release(bool isReset)
    {
        if (Phase != ChannelPhase.Closed)
        {
            _ = TryEndGather();
            Phase = ChannelPhase.Closed;
            Reactor.TakeBack(Input.Abandon());
            DropOutput();
            // Over unread input the kernel itself would send RST, but it has given these bytes away.
            Socket.Close(isReset || Input.HasUnread);
            FinishIfQuiet();
        }
    }

    private void FinishIfQuiet()
    {
        Input.Clear(Reactor.Buffers);
        if (Socket.IsQuiet)
        {
            Retire();
        }
    }

    // The kernel gives the block of a send under way back with its completion.
    protected void DropOutput()
    {
        if (!Socket.Has(UringOperation.Send))
        {
            Reactor.TakeBack(Output.Take());
        }
    }

    protected void BeginVisit() => _isQueued = false;

    protected void QueueIf(bool isDue)
    {
        if (isDue && !_isQueued)
        {
            _isQueued = true;
            Reactor.Schedule(Token);
        }
    }
}
