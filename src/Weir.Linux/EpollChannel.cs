// A channel of the epoll reactor. Operations are noted and queued; the reactor's loop visits, does the system calls and delivers.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// One socket. The object is used again for another connection after the turn in which it was closed: its owner lets go of it at
/// once when it closes it, or when OnConnected reports a failure.
/// </summary>
internal sealed class EpollChannel : Channel, IEpollTarget, IReusableChannel
{
    private readonly EpollReactor _reactor;
    private ulong _token;
    private int _fd = -1;
    private ChannelPhase _phase = ChannelPhase.Closed;
    private EpollInput _input;
    private EpollOutput _output;
    private KernelConnect _connect;
    private HangUpWatch _watch;
    private LingerClock _linger;
    private bool _isQueued;

    internal EpollChannel(EpollReactor reactor)
        : base(reactor)
    {
        _reactor = reactor;
        _token = reactor.Slots.Add(this);
    }

    public ulong Token => _token;

    internal int Descriptor => _fd;

    public override SocketEndpoint Local => _fd >= 0 ? KernelSocket.LocalEndpoint(_fd) : default;

    public override bool IsReceiving => _input.IsPending;

    public override bool IsSending => _output.IsPending;

    public override bool HasInput => _input.State == InputState.Ready;

    public override bool IsSendQueueEmpty => _fd >= 0 && KernelSocket.UnacknowledgedBytes(_fd) == 0;

    public override long InputAgeUs => KernelSocket.LastDataAgeUs(_fd);

    /// <summary>Takes over an accepted descriptor; -errno when epoll cannot watch it.</summary>
    internal int Accepted(int fd, in SocketEndpoint remote)
    {
        Remote = remote;
        _fd = fd;
        _phase = ChannelPhase.Open;
        _input = new(InputState.Unknown);
        LastActivityUs = _reactor.NowUs;
        return _reactor.Watch(fd, _token);
    }

    /// <summary>Takes over a descriptor and what connect(2) said about it; the end is queued or comes by an edge.</summary>
    internal void Connecting(int fd, int result, in SocketEndpoint target)
    {
        Remote = target;
        _fd = fd;
        _phase = ChannelPhase.Connecting;
        _input = new(InputState.Drained); // the edge that ends the connect also tells of input
        if (result is 0 or -Errno.EINPROGRESS)
        {
            // Watched only after connect(2): an unconnected socket would report a hang-up.
            int watched = _reactor.Watch(fd, _token);
            result = watched < 0 ? watched : result;
        }

        _connect.Begin(result, target);
        QueueIf(_connect.IsDone);
    }

    protected override void BeginReceive(Block? block, int offset)
    {
        ChannelRules.RequireUsable(_input.IsPending, Owner, _phase);
        _watch.Drop();
        _input.Begin(block, offset);
        QueueIf(_input.IsReady);
    }

    public override bool TryCancelReceive()
    {
        bool wasPending = _input.IsPending;
        _reactor.TakeBack(_input.Abandon());
        return wasPending;
    }

    public override void WatchHangUp(bool onlyReset)
    {
        ChannelRules.RequireUsable(_input.IsPending, Owner, _phase);
        _watch.Ask(onlyReset);
        QueueIf(_watch.IsDue);
    }

    protected override void BeginSend(Block block, int offset, int count)
    {
        ChannelRules.RequireUsable(_output.IsPending, Owner, _phase);
        _output.Begin(block, offset, count);
        QueueIf(_output.IsReady);
    }

    public override void ShutdownSend()
    {
        _output.WantFin();
        SendFinIfDue();
    }

    public override void Close() => Release(isReset: false);

    public override void CloseLingering(int minBytesPerSecond)
    {
        if (_phase != ChannelPhase.Open || _input.State == InputState.Ended)
        {
            Close();
            return;
        }

        _reactor.TakeBack(_input.Abandon());
        _reactor.TakeBack(_output.Take());
        _phase = ChannelPhase.Lingering;
        KernelSocket.ShutdownSend(_fd);
        _linger = new(_reactor.NowUs, minBytesPerSecond);
        _reactor.Linger(_token, _linger.Look(_reactor.NowUs));
        QueueIf(true);
    }

    public override void Reset() => Release(isReset: true);

    public void Abandon() => Close();

    public long LingerUntilUs(long nowUs) => _linger.Look(nowUs);

    public void OnEvents(uint events)
    {
        _input.OnEvents(events);
        _output.OnEvents(events);
        _watch.OnEvents(events);
        if (_phase == ChannelPhase.Connecting)
        {
            _connect.OnEvents(events, _fd, Remote);
            QueueIf(_connect.IsDone);
            return;
        }

        bool isLingering = _phase == ChannelPhase.Lingering;
        QueueIf(_input.IsReady || _output.IsReady || _watch.IsDue || isLingering);
    }

    public void Visit()
    {
        _isQueued = false;
        if (_phase == ChannelPhase.Connecting && _connect.IsDone)
        {
            DeliverConnected();
        }

        // An owner may close from inside a callback, so the phase is asked anew before each step.
        if (_phase == ChannelPhase.Open && _output.IsReady)
        {
            AttemptSend();
        }

        if (_phase == ChannelPhase.Open && _input.IsReady)
        {
            AttemptReceive();
        }

        if (_phase == ChannelPhase.Open && _watch.IsDue)
        {
            TellHungUp(_watch.Take());
        }

        if (_phase == ChannelPhase.Lingering)
        {
            DiscardInput();
        }
    }

    /// <summary>The pool has a block for this channel's starved receive.</summary>
    public void Promote()
    {
        _input.Promote();
        QueueIf(true);
    }

    /// <summary>Forgets the last connection. Its token is stale since it was closed.</summary>
    public void Recycle()
    {
        ForgetConnection();
        _input = default;
        _output = default;
        _connect = default;
        _watch = default;
        _isQueued = false;
    }

    private void DeliverConnected()
    {
        IoStatus status = _connect.Status;
        if (status == IoStatus.Ok)
        {
            _phase = ChannelPhase.Open;
            LastActivityUs = _reactor.NowUs;
            SendFinIfDue();
        }
        else
        {
            Release(isReset: false);
        }

        TellConnected(status);
    }

    private void AttemptSend()
    {
        bool isDone = _output.Attempt(_fd, out int moved, out IoStatus status);
        CountSent(moved, _reactor.NowUs);
        if (!isDone)
        {
            return;
        }

        if (status != IoStatus.Ok)
        {
            _input.OnSendFailed(status);
        }

        Block block = _output.Take()!; // not null: the send was pending
        SendFinIfDue();
        TellSent(block, status);
    }

    private void AttemptReceive()
    {
        if (_input.Attempt(_fd, _reactor, _token, out Received got))
        {
            CountReceived(got.Count, _reactor.NowUs);
            TellReceived(got.Block, got.Offset, got.Count, got.Status);
        }
    }

    private void DiscardInput()
    {
        long thrown = _input.Discard(_fd, _reactor.Scratch);
        Meter?.BytesIn += thrown;
        _linger.OnBytes(thrown, _reactor.NowUs);
        if (_input.State == InputState.Ended)
        {
            Close();
        }
        else
        {
            QueueIf(_input.State != InputState.Drained);
        }
    }

    private void SendFinIfDue()
    {
        if (_phase == ChannelPhase.Open)
        {
            _output.SendFinIfDue(_fd);
        }
    }

    private void Release(bool isReset)
    {
        if (_phase == ChannelPhase.Closed)
        {
            return;
        }

        _reactor.TakeBack(_input.Abandon());
        _reactor.TakeBack(_output.Take());
        _phase = ChannelPhase.Closed;
        if (_fd >= 0)
        {
            KernelSocket.Close(_fd, isReset);
            _fd = -1;
        }

        _token = _reactor.Slots.Renew(_token);
        _reactor.Retire(this);
    }

    private void QueueIf(bool isDue)
    {
        if (isDue && !_isQueued)
        {
            _isQueued = true;
            _reactor.Schedule(_token);
        }
    }
}
