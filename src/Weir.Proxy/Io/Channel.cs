// One connected or connecting stream socket of a reactor. The engines (epoll, io_uring, the simulator) derive from it.
using System.Runtime.ExceptionServices;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Io;

/// <summary>
/// A byte stream in completion shape: at most one receive and one send outstanding. An operation takes its block along and its
/// completion brings it back; after <see cref="Close"/> or <see cref="Reset"/> no completion comes any more and the engine itself
/// returns what was lent to it. Completions are queued: no method here calls the owner before it returns.
/// </summary>
public abstract class Channel(Reactor? reactor = null)
{
    /// <summary>Who gets the completions. May be changed between them: a pooled connection's pending receive completes to its new owner.</summary>
    public IChannelOwner? Owner { get; set; }

    /// <summary>Counts this channel's bytes for somebody as they move; null where nobody does.</summary>
    public ByteMeter? Meter { get; set; }

    /// <summary>Bytes received so far; for progress checks and access logs.</summary>
    public long BytesReceived { get; protected set; }

    /// <summary>Bytes the kernel took so far, partial sends included.</summary>
    public long BytesSent { get; protected set; }

    /// <summary>When a byte last moved either way, or the channel was opened: microseconds of the reactor's clock. Engines set it at each move.</summary>
    public long LastActivityUs { get; protected set; }

    /// <summary>The other side: the client's address on an accepted channel, the target on a connecting one.</summary>
    public SocketEndpoint Remote { get; protected set; }

    /// <summary>Our side's address as the peer sees it; asked of the kernel only when called.</summary>
    public abstract SocketEndpoint Local { get; }

    /// <summary>How its bytes are protected on their way; null: not at all.</summary>
    public ChannelSecurity? Security { get; protected set; }

    /// <summary>Blocks that are pipes may be received into and sent: nobody has to look at the bytes.</summary>
    public virtual bool TakesPipes => true;

    public abstract bool IsReceiving { get; }

    public abstract bool IsSending { get; }

    /// <summary>True when input or an end of stream is known to have come and its completion is still to be delivered.</summary>
    public abstract bool HasInput { get; }

    /// <summary>True when the peer is known to have acknowledged every byte sent (SIOCOUTQ is 0, tcp(7)).</summary>
    public abstract bool IsSendQueueEmpty { get; }

    /// <summary>
    /// Asks for bytes. With null the engine rents a block when bytes are there and fills it from the headroom on; with a block it
    /// fills that from <paramref name="offset"/>, short of the tailroom, or its pipe. Completes by <see cref="IChannelOwner.OnReceived"/>.
    /// </summary>
    public void Receive(Block? block = null, int offset = 0)
    {
        BeginReceive(block, offset);
        block?.IsLent = true;
    }

    /// <summary>Takes a pending receive back, if its completion was not queued yet; returns true if so. A lent block is returned to the pool.</summary>
    public abstract bool TryCancelReceive();

    /// <summary>
    /// Asks to be told, once, when the peer leaves while no receive is outstanding: by a reset, or, unless <paramref name="onlyReset"/>,
    /// by FIN, also one that stands behind unread bytes. Completes by <see cref="IChannelOwner.OnHungUp"/>; a receive takes its place.
    /// </summary>
    public abstract void WatchHangUp(bool onlyReset);

    /// <summary>Microseconds since the kernel got the peer's last byte, read or not (tcpi_last_data_recv, tcp(7)); asked of it only when called.</summary>
    public abstract long InputAgeUs { get; }

    /// <summary>Sends <paramref name="count"/> bytes, all of them or an error. Completes by <see cref="IChannelOwner.OnSent"/>.</summary>
    public void Send(Block block, int offset, int count)
    {
        BeginSend(block, offset, count);
        block.IsLent = true;
    }

    /// <summary>Sends FIN (shutdown(2) with SHUT_WR) once no send is outstanding; our side may go on receiving.</summary>
    public abstract void ShutdownSend();

    /// <summary>Closes in order: FIN after what the kernel still holds. When input is unread the kernel sends RST instead.</summary>
    public abstract void Close();

    /// <summary>
    /// Closes so that the peer still reads what was sent though it may be sending itself: FIN, then input is read and thrown away
    /// until the peer closes, or for as long as <see cref="LingerClock"/> says of a peer that owes so many bytes a second.
    /// </summary>
    public abstract void CloseLingering(int minBytesPerSecond);

    /// <summary>Closes by RST (SO_LINGER of zero, socket(7)).</summary>
    public abstract void Reset();

    protected abstract void BeginReceive(Block? block, int offset);

    protected abstract void BeginSend(Block block, int offset, int count);

    /// <summary>Engines complete by these. Each is the boundary at which a defect of the owner stops.</summary>
    protected void TellConnected(IoStatus status)
    {
        IChannelOwner owner = Owner!; // a connect has one from its start
        try
        {
            owner.OnConnected(this, status);
        }
        catch (Exception defect) when (reactor is not null)
        {
            Contain(owner, defect, null);
        }
    }

    /// <inheritdoc cref="TellConnected"/>
    protected void TellReceived(Block? block, int offset, int count, IoStatus status)
    {
        IChannelOwner owner = Owner!; // nobody asks for bytes without one
        block?.IsLent = false;
        try
        {
            owner.OnReceived(this, block, offset, count, status);
        }
        catch (Exception defect) when (reactor is not null)
        {
            Contain(owner, defect, block);
        }
    }

    /// <inheritdoc cref="TellConnected"/>
    protected void TellSent(Block block, IoStatus status)
    {
        IChannelOwner owner = Owner!; // nor sends
        block.IsLent = false;
        try
        {
            owner.OnSent(this, block, status);
        }
        catch (Exception defect) when (reactor is not null)
        {
            Contain(owner, defect, block);
        }
    }

    /// <inheritdoc cref="TellConnected"/>
    protected void TellHungUp(IoStatus status)
    {
        IChannelOwner owner = Owner!; // nor asks for a watch
        try
        {
            owner.OnHungUp(this, status);
        }
        catch (Exception defect) when (reactor is not null)
        {
            Contain(owner, defect, null);
        }
    }

    /// <summary>For the engine: that many bytes went out.</summary>
    protected void CountSent(int moved, long nowUs)
    {
        if (moved > 0)
        {
            Meter?.BytesOut += moved;
            BytesSent += moved;
            LastActivityUs = nowUs;
        }
    }

    /// <summary>For the engine: a receive came to its end with that many bytes.</summary>
    protected void CountReceived(int count, long nowUs)
    {
        Meter?.BytesIn += count;
        BytesReceived += count;
        LastActivityUs = nowUs;
    }

    /// <summary>For an engine that uses the object again: the next connection begins anew.</summary>
    protected void ForgetConnection()
    {
        Owner = null;
        Meter = null;
        BytesReceived = 0;
        BytesSent = 0;
        Remote = default;
        Security = null;
    }

    private void Contain(IChannelOwner owner, Exception defect, Block? block)
    {
        if (!reactor!.TryContain(owner, defect, block)) // the callers asked
        {
            ExceptionDispatchInfo.Throw(defect);
        }
    }
}
