// A channel on a simulated socket. Owned by its SimReactor's thread, as every channel.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Proxy.Clients;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Upstream;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>Tries each operation at once, waits for the socket otherwise, and queues every completion.</summary>
public sealed class SimChannel : Channel, ISimSocketUser
{
    // Behind every receive, so that who reads on finds nonsense, not the rest of an older message.
    private const int PoisonBytes = 256;
    private readonly SimReactor _reactor;
    private SimSocket? _socket;
    private SimOperation _receive;
    private SimOperation _send;
    private bool _isConnecting;
    private bool _isClosed;
    private bool _isShutdownWanted;
    private bool _isWatching;
    private bool _watchesOnlyReset;

    internal SimChannel(SimReactor reactor, in SocketEndpoint target)
        : base(reactor)
    {
        _reactor = reactor;
        Remote = target;
        LastActivityUs = reactor.NowUs;
        _isConnecting = true;
    }

    internal SimChannel(SimReactor reactor, SimSocket accepted)
        : base(reactor)
    {
        _reactor = reactor;
        Remote = accepted.Remote;
        LastActivityUs = reactor.NowUs;
        _socket = accepted;
        accepted.User = this;
    }

    public override SocketEndpoint Local => Socket.Local;

    public override bool IsReceiving => _receive.State != SimOperationState.None;

    public override bool IsSending => _send.State != SimOperationState.None;

    public override bool HasInput =>
        !_isClosed
        && !_isConnecting
        && (_receive.State == SimOperationState.Queued || Socket.IsReadable);

    public override bool IsSendQueueEmpty => Socket.IsSendQueueEmpty;

    protected override void BeginReceive(Block? block, int offset)
    {
        RequireUsable(IsReceiving);
        _isWatching = false;
        _receive = new SimOperation
        {
            State = SimOperationState.Pending,
            Block = block,
            Offset = block is null ? Limits.BlockHeadroomBytes : offset,
        };
        OnReadable();
    }

    public override bool TryCancelReceive()
    {
        if (_receive.State is SimOperationState.None or SimOperationState.Queued)
        {
            return false;
        }

        ReleaseReceive();
        return true;
    }

    public override void WatchHangUp(bool onlyReset)
    {
        Debug.Assert(!_isClosed && !_isConnecting && !IsReceiving, "closed, or a receive tells");
        _isWatching = true;
        _watchesOnlyReset = onlyReset;
        TellHangUp();
    }

    public override long InputAgeUs => _reactor.NowUs - Socket.LastArrivalUs;

    protected override void BeginSend(Block block, int offset, int count)
    {
        RequireUsable(IsSending || _isShutdownWanted);
        Debug.Assert(count > 0 && offset >= 0 && offset + count <= block.Bytes.Length);
        _send = new SimOperation
        {
            State = SimOperationState.Pending,
            Block = block,
            Offset = offset,
            Count = count,
        };
        OnWritable();
    }

    public override void ShutdownSend()
    {
        Debug.Assert(!_isClosed && !_isConnecting, "shutdown on a channel that is not open");
        _isShutdownWanted = true;
        if (_send.State != SimOperationState.Pending)
        {
            Socket.ShutdownSend();
        }
    }

    public override void Close() => End(static socket => socket.Close());

    public override void CloseLingering(int minBytesPerSecond)
    {
        if (_isConnecting)
        {
            Close();
        }
        else if (Leave())
        {
            Socket.ShutdownSend();
            new SimLinger(
                _reactor.Network,
                Socket,
                minBytesPerSecond,
                () => _reactor.Remove(this)
            ).Start();
        }
    }

    public override void Reset() => End(static socket => socket.Reset());

    void ISimSocketUser.OnConnectDone(IoStatus status) =>
        Queue(SimCompletionKind.Connected, status);

    void ISimSocketUser.OnReadable() => OnReadable();

    void ISimSocketUser.OnWritable() => OnWritable();

    internal void Connect(ConnectFate? fate, ConnectKind kind) =>
        _socket = _reactor.Network.Connect(
            Remote,
            this,
            fate: fate,
            delaysAck: kind == ConnectKind.Unseen
        );

    /// <summary>Goes on with a pending receive if anything is there.</summary>
    internal void OnReadable()
    {
        TellHangUp();
        if (_receive.State == SimOperationState.Hungry)
        {
            _reactor.RemoveHungry(this);
            _receive.State = SimOperationState.Pending;
        }

        if (_receive.State != SimOperationState.Pending || !Socket.IsReadable)
        {
            return;
        }

        IoStatus status = IoStatus.Ok;
        if (Socket.Unread == 0)
        {
            Socket.Read([], out status);
        }
        else if (CannotReceive())
        {
            status = IoStatus.NoResources;
        }
        else if (_receive.Block is null && !TryRent())
        {
            _receive.State = SimOperationState.Hungry;
            _reactor.AddHungry(this);
            return;
        }
        else
        {
            ReadIntoBlock();
        }

        _receive.State = SimOperationState.Queued;
        Queue(SimCompletionKind.Received, status);
    }

    /// <summary>Goes on with a pending send.</summary>
    internal void OnWritable()
    {
        if (_send.State != SimOperationState.Pending)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = _send.Block!.Bytes; // set while pending
        IoStatus status = IoStatus.NoResources;
        int count = CannotSend()
            ? 0
            : Socket.Write(bytes.Slice(_send.Offset, _send.Count), out status);
        _send.Offset += count;
        _send.Count -= count;
        Meter?.BytesOut += count;
        if (count > 0)
        {
            BytesSent += count;
            LastActivityUs = _reactor.NowUs;
        }

        if (status != IoStatus.Ok || _send.Count == 0)
        {
            _send.State = SimOperationState.Queued;
            Queue(SimCompletionKind.Sent, status);
            if (_isShutdownWanted)
            {
                Socket.ShutdownSend();
            }
        }
    }

    internal void Deliver(in SimCompletion completion)
    {
        if (_isClosed)
        {
            return; // closed since; its blocks are back already
        }

        Debug.Assert(Owner is not null, "a completion finds no owner");
        RequireOwned();
        switch (completion.Kind)
        {
            case SimCompletionKind.Connected:
                _isConnecting = false;
                if (completion.Status != IoStatus.Ok)
                {
                    End(static _ => { }); // the socket has closed itself
                }

                TellConnected(completion.Status);
                break;
            case SimCompletionKind.Received:
                SimOperation received = _receive;
                _receive = default;
                TellReceived(received.Block, received.Offset, received.Count, completion.Status);
                break;
            case SimCompletionKind.HungUp:
                if (!IsReceiving) // else the receive tells
                {
                    TellHungUp(completion.Status);
                }

                break;
            default:
                Block sent = _send.Block!; // set while outstanding
                _send = default;
                TellSent(sent, completion.Status);
                break;
        }
    }

    /// <summary>The reactor is disposed of: its descriptors close with it.</summary>
    internal void Abandon()
    {
        Leave();
        _reactor.Remove(this);
        Socket.Close();
    }

    // Whoever closed it, or has begun anew since, must hear no more of it.
    private void RequireOwned()
    {
        bool isOwned = Owner switch
        {
            ClientConnection client => client.Channel == this || client.HeldClaim?.Channel == this,
            Http1Backend backend => backend.Claim.Channel == this,
            PooledConnection connection => connection.Channel == this,
            _ => true,
        };
        if (!isOwned)
        {
            throw new SimFailureException("a session or connection hears news of its former life");
        }
    }

    private void TellHangUp()
    {
        bool isDue =
            _isWatching && (Socket.Error != IoStatus.Ok || (Socket.HasFin && !_watchesOnlyReset));
        if (isDue)
        {
            _isWatching = false;
            Queue(
                SimCompletionKind.HungUp,
                Socket.Error == IoStatus.Ok ? IoStatus.EndOfStream : Socket.Error
            );
        }
    }

    private FaultProfile Faults => _reactor.Network.Profile;

    private SimSocket Socket => _socket!; // set before the constructor's caller returns

    // As the engines do, and like theirs always on.
    private void RequireUsable(bool isBusy)
    {
        if (isBusy || _isClosed || _isConnecting)
        {
            throw new InvalidOperationException(
                "the channel is not open or has that operation outstanding"
            );
        }
    }

    private bool CannotReceive() =>
        _reactor.HasKernelError(Faults.KernelErrorProbability, "no memory to receive", Socket.Id);

    private bool CannotSend() =>
        _reactor.HasKernelError(Faults.KernelErrorProbability, "no memory to send", Socket.Id)
        || _reactor.HasKernelError(Faults.SendErrorProbability, "no buffer to send", Socket.Id);

    private bool TryRent()
    {
        if (!_reactor.Blocks.TryRent(out Block? block))
        {
            return false;
        }

        _receive.Block = block;
        return true;
    }

    private void ReadIntoBlock()
    {
        byte[] bytes = _receive.Block!.Bytes; // lent or rented by the caller
        Span<byte> room = bytes.AsSpan(_receive.Offset..^Limits.BlockTailroomBytes);
        _receive.Count = Socket.Read(room, out _);
        Debug.Assert(_receive.Count > 0, "a receive without room");
        Span<byte> rest = room[_receive.Count..];
        rest[..int.Min(PoisonBytes, rest.Length)].Fill(SimReactor.Poison);
        BytesReceived += _receive.Count;
        Meter?.BytesIn += _receive.Count;
        LastActivityUs = _reactor.NowUs;
    }

    private void Queue(SimCompletionKind kind, IoStatus status) =>
        _reactor.Complete(new SimCompletion(kind, this, null, status));

    private void End(Action<SimSocket> close)
    {
        if (Leave())
        {
            _reactor.Remove(this);
            close(Socket);
        }
    }

    private bool Leave()
    {
        if (_isClosed)
        {
            return false;
        }

        _isClosed = true;
        ReleaseReceive();
        if (_send.Block is { } block)
        {
            _reactor.GiveBack(block);
        }

        _send = default;
        return true;
    }

    private void ReleaseReceive()
    {
        if (_receive.State == SimOperationState.Hungry)
        {
            _reactor.RemoveHungry(this);
        }

        if (_receive.Block is { } block)
        {
            _reactor.GiveBack(block);
        }

        _receive = default;
    }
}
