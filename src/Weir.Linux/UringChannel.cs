// A channel of the io_uring reactor. Operations become entries of its ring; completions are noted, and delivered at a visit.
using Weir.Linux.Native;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// One socket. The object is used again for another connection after the turn in which it was closed and the kernel has given back
/// the last of its operations: its owner lets go of it at once when it closes it, or when OnConnected reports a failure.
/// </summary>
internal sealed class UringChannel(UringReactor reactor)
    : UringConnection(reactor),
        IReusableChannel
{
    private bool _isFinWanted;

    internal int Descriptor => Socket.Fd;

    public override SocketEndpoint Local =>
        Socket.IsOpen ? KernelSocket.LocalEndpoint(Socket.Fd) : default;

    public override bool IsReceiving => Input.IsPending;

    public override bool IsSending => Output.IsPending;

    public override bool HasInput => Input.HasInput;

    public override bool IsSendQueueEmpty =>
        Socket.IsOpen && !Output.IsPending && KernelSocket.UnacknowledgedBytes(Socket.Fd) == 0;

    public override long InputAgeUs => KernelSocket.LastDataAgeUs(Socket.Fd);

    /// <summary>Takes over an accepted descriptor.</summary>
    internal void Accepted(int fd, in SocketEndpoint remote)
    {
        _isFinWanted = false;
        Begin(fd, remote, ChannelPhase.Open);
        LastActivityUs = Reactor.NowUs;
    }

    /// <summary>Takes over a descriptor and what connect(2) said about it; the end is queued or comes by a poll.</summary>
    internal void Connecting(int fd, int result, in SocketEndpoint target)
    {
        _isFinWanted = false;
        Begin(fd, target, ChannelPhase.Connecting);
        Connect.Begin(result, target);
        if (!Connect.IsDone)
        {
            Socket.PollConnect();
        }

        QueueIf(Connect.IsDone);
    }

    protected override void BeginReceive(Block? block, int offset)
    {
        ChannelRules.RequireUsable(Input.IsPending, Owner, Phase);
        Watch.Drop();
        Input.Begin(block, offset);
        PursueInput();
    }

    public override bool TryCancelReceive()
    {
        bool wasPending = Input.IsPending;
        Reactor.TakeBack(Input.Abandon());
        CutGather(); // whoever asks next may want less
        return wasPending;
    }

    public override void WatchHangUp(bool onlyReset)
    {
        ChannelRules.RequireUsable(Input.IsPending, Owner, Phase);
        Watch.Ask(onlyReset);
        PursueWatch();
    }

    protected override void BeginSend(Block block, int offset, int count)
    {
        ChannelRules.RequireUsable(Output.IsPending, Owner, Phase);
        Output.Begin(block, offset, count);
        PursueOutput();
        if (count < Limits.BulkFloorBytes)
        {
            CutGather(); // the peer is asked something: its answer may be short
        }
    }

    public override void ShutdownSend()
    {
        _isFinWanted = true;
        SendFinIfDue();
    }

    public override void Close() => Release(isReset: false);

    public override void CloseLingering(int minBytesPerSecond)
    {
        if (Phase != ChannelPhase.Open || (Input.HasEnded && !Input.HasUnread))
        {
            Close();
            return;
        }

        Phase = ChannelPhase.Lingering;
        Reactor.TakeBack(Input.Abandon());
        DropOutput();
        KernelSocket.ShutdownSend(Socket.Fd); // also ends a send under way
        Lingering = new(Reactor.NowUs, minBytesPerSecond);
        Reactor.Linger(Token, Lingering.Look(Reactor.NowUs));
        QueueIf(true);
    }

    public override void Reset() => Release(isReset: true);

    public override void Abandon() => Close();

    public override void Visit()
    {
        BeginVisit();
        if (Phase == ChannelPhase.Connecting && Connect.IsDone)
        {
            DeliverConnected();
        }

        // An owner may close from inside a callback, so the phase is asked anew before each step.
        if (Phase == ChannelPhase.Open && Output.IsDone)
        {
            DeliverSent();
        }

        if (Phase == ChannelPhase.Open && Input.IsReady)
        {
            AttemptReceive();
        }

        if (Phase == ChannelPhase.Open && Watch.IsDue)
        {
            TellHungUp(Watch.Take());
        }

        if (Phase == ChannelPhase.Lingering)
        {
            DiscardInput();
        }
    }

    /// <summary>The pool has a block for this channel's starved receive.</summary>
    public void Promote()
    {
        Input.Promote();
        QueueIf(true);
    }

    protected override void Retire() => Reactor.Retire(this);

    private void DeliverConnected()
    {
        IoStatus status = Connect.Status;
        if (status == IoStatus.Ok)
        {
            Phase = ChannelPhase.Open;
            LastActivityUs = Reactor.NowUs;
            SendFinIfDue();
            PursueOutput();
            PursueInput();
        }
        else
        {
            Release(isReset: false);
        }

        Connect = default;
        TellConnected(status);
    }

    private void DeliverSent()
    {
        IoStatus status = Output.Status;
        if (status != IoStatus.Ok)
        {
            Input.OnSendFailed(status, IsInputAsked);
        }

        Block block = Output.Take()!; // not null: the send was pending
        SendFinIfDue();
        TellSent(block, status);
    }

    private void AttemptReceive()
    {
        if (Input.Attempt(Socket.Fd, Reactor, Token, out Received got))
        {
            CountReceived(got.Count, Reactor.NowUs);
            TellReceived(got.Block, got.Offset, got.Count, got.Status);
        }
        else
        {
            PursueInput();
        }
    }

    private void SendFinIfDue()
    {
        if (_isFinWanted && Phase == ChannelPhase.Open && !Output.IsPending)
        {
            _isFinWanted = false;
            KernelSocket.ShutdownSend(Socket.Fd);
        }
    }
}
