// One socket of the kernel as its owner uses it, whichever engine receives and sends for it.
using System.Diagnostics.CodeAnalysis;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>
/// The life of a channel: connecting, open, lingering, closed; what its owner asks for is noted, and its completions are delivered at visits of
/// the reactor's loop. The object is used again for another connection after the turn in which it was closed: its owner lets go of it at once
/// when it closes it, or when OnConnected reports a failure.
/// </summary>
internal abstract class KernelChannel : Channel, ISlotTarget
{
    // Mutable structs, hence fields.
    protected KernelConnect Connect;
    protected HangUpWatch Watch;

    private readonly Turns _turns;
    private LingerClock _linger;
    private bool _isQueued;
    private bool _isFinWanted;

    private protected KernelChannel(KernelReactor reactor)
        : base(reactor)
    {
        _turns = reactor.Turns;
        Token = _turns.Slots.Add(this);
    }

    /// <summary>Names it and its present connection.</summary>
    public ulong Token { get; private set; }

    public sealed override SocketEndpoint Local =>
        Descriptor >= 0 ? KernelSocket.LocalEndpoint(Descriptor) : default;

    public sealed override bool IsSendQueueEmpty =>
        Descriptor >= 0 && !IsSending && KernelSocket.UnacknowledgedBytes(Descriptor) == 0;

    public sealed override long InputAgeUs => KernelSocket.LastDataAgeUs(Descriptor);

    /// <summary>-1 once closed.</summary>
    internal abstract int Descriptor { get; }

    protected ChannelPhase Phase { get; private set; } = ChannelPhase.Closed;

    protected long NowUs => _turns.NowUs;

    /// <summary>The peer's end was seen, and nothing that came before it is left.</summary>
    protected abstract bool IsInputOver { get; }

    /// <summary>Takes over an accepted descriptor; -errno when the engine cannot watch it.</summary>
    internal int Accepted(int fd, in SocketEndpoint remote)
    {
        Remote = remote;
        Phase = ChannelPhase.Open;
        LastActivityUs = NowUs;
        Open(fd, isConnected: true);
        return BeginWatching();
    }

    /// <summary>Takes over a descriptor and what connect(2) said about it; the end is queued, or told by the engine.</summary>
    internal void Connecting(int fd, int result, in SocketEndpoint target)
    {
        Remote = target;
        Phase = ChannelPhase.Connecting;
        Open(fd, isConnected: false);
        if (result is 0 or -Errno.EINPROGRESS)
        {
            // Watched only after connect(2): an unconnected socket would report a hang-up.
            int watched = BeginWatching();
            result = watched < 0 ? watched : result;
        }

        Connect.Begin(result, target);
        if (!Connect.IsDone)
        {
            AwaitConnect();
        }

        QueueIf(Connect.IsDone);
    }

    protected sealed override void BeginReceive(Block? block, int offset)
    {
        ChannelRules.RequireUsable(IsReceiving, Owner, Phase);
        Watch.Drop();
        BeginInput(block, offset);
    }

    public sealed override void WatchHangUp(bool onlyReset)
    {
        ChannelRules.RequireUsable(IsReceiving, Owner, Phase);
        Watch.Ask(onlyReset);
        AskWatch();
    }

    protected sealed override void BeginSend(Block block, int offset, int count)
    {
        ChannelRules.RequireUsable(IsSending, Owner, Phase);
        BeginOutput(block, offset, count);
    }

    public sealed override void ShutdownSend()
    {
        _isFinWanted = true;
        SendFinIfDue();
    }

    public sealed override void Close() => Release(isReset: false);

    public sealed override void CloseLingering(int minBytesPerSecond)
    {
        if (Phase != ChannelPhase.Open || IsInputOver)
        {
            Close();
            return;
        }

        Phase = ChannelPhase.Lingering;
        LetGo();
        KernelSocket.ShutdownSend(Descriptor); // also ends a send under way
        _linger = new(NowUs, minBytesPerSecond);
        _turns.Linger(Token, _linger.Look(NowUs));
        QueueIf(true);
    }

    public sealed override void Reset() => Release(isReset: true);

    public void Abandon() => Close();

    public long LingerUntilUs(long nowUs) => _linger.Look(nowUs);

    public void Visit()
    {
        _isQueued = false;
        if (Phase == ChannelPhase.Connecting && Connect.IsDone)
        {
            DeliverConnected();
        }

        // An owner may close from inside a callback, so the phase is asked anew before each step.
        if (Phase == ChannelPhase.Open && TrySend(out Block? sent, out IoStatus status))
        {
            DeliverSent(sent, status);
        }

        if (Phase == ChannelPhase.Open && TryReceive(out Received got))
        {
            CountReceived(got.Count, NowUs);
            TellReceived(got.Block, got.Offset, got.Count, got.Status);
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

    /// <summary>The pool has a block for its starved receive.</summary>
    internal abstract void Promote();

    /// <summary>Forgets the last connection, whose token is stale from now on.</summary>
    internal virtual void Recycle()
    {
        ForgetConnection();
        (Connect, Watch) = (default, default);
        _isFinWanted = _isQueued = false;
    }

    /// <summary>Takes a descriptor; nothing is known of its input, or, before it is connected, that there is none.</summary>
    protected abstract void Open(int fd, bool isConnected);

    /// <summary>Has the kernel tell of it; -errno if it cannot.</summary>
    protected virtual int BeginWatching() => 0;

    /// <summary>The connect is in progress: its end is to come by <see cref="Connect"/>.</summary>
    protected virtual void AwaitConnect() { }

    /// <summary>The connect has succeeded: what its owner asked for meanwhile can be done.</summary>
    protected virtual void OnOpened() { }

    protected abstract void BeginInput(Block? block, int offset);

    protected abstract void BeginOutput(Block block, int offset, int count);

    /// <summary>The owner wants to hear of a hang-up: a visit when it is known, else the kernel is asked.</summary>
    protected abstract void AskWatch();

    /// <summary>Goes on with the pending send, if there is one and it can; true when it has come to its end.</summary>
    protected abstract bool TrySend([NotNullWhen(true)] out Block? sent, out IoStatus status);

    /// <summary>The same for the pending receive.</summary>
    protected abstract bool TryReceive(out Received got);

    /// <summary>After what is still unread, receiving ends by the same error.</summary>
    protected abstract void OnSendFailed(IoStatus status);

    /// <summary>Gives back what was lent and is here.</summary>
    protected abstract void LetGo();

    /// <summary>Throws away some of what has come; returns its bytes.</summary>
    protected abstract long Discard();

    /// <summary>Comes back for the rest of what is to be thrown away.</summary>
    protected abstract void AskDiscard();

    /// <summary>Closes the descriptor, by RST if asked, and gives the channel back once the kernel has nothing of it any more.</summary>
    protected abstract void CloseSocket(bool isReset);

    /// <summary>Makes every copy of its token stale.</summary>
    protected void RenewToken() => Token = _turns.Slots.Renew(Token);

    protected void QueueIf(bool isDue)
    {
        if (isDue && !_isQueued)
        {
            _isQueued = true;
            _turns.Schedule(Token);
        }
    }

    private void DeliverSent(Block block, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            OnSendFailed(status);
        }

        SendFinIfDue();
        TellSent(block, status);
    }

    private void DeliverConnected()
    {
        IoStatus status = Connect.Status;
        Connect = default;
        if (status == IoStatus.Ok)
        {
            Phase = ChannelPhase.Open;
            LastActivityUs = NowUs;
            SendFinIfDue();
            OnOpened();
        }
        else
        {
            Release(isReset: false);
        }

        TellConnected(status);
    }

    private void DiscardInput()
    {
        long thrown = Discard();
        Meter?.BytesIn += thrown;
        _linger.OnBytes(thrown, NowUs);
        if (IsInputOver)
        {
            Close();
        }
        else
        {
            AskDiscard();
        }
    }

    private void SendFinIfDue()
    {
        if (_isFinWanted)
        {
            SendFinIfQuiet();
        }
    }

    private void SendFinIfQuiet()
    {
        if (Phase == ChannelPhase.Open && !IsSending)
        {
            _isFinWanted = false;
            KernelSocket.ShutdownSend(Descriptor);
        }
    }

    private void Release(bool isReset)
    {
        if (Phase != ChannelPhase.Closed)
        {
            Phase = ChannelPhase.Closed;
            LetGo();
            CloseSocket(isReset);
        }
    }
}
