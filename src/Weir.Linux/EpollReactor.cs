// The I/O port on epoll(7): one thread's event loop. Channels and listeners queue themselves; the loop visits them.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// A turn: wait, note the whole batch of events, then visit what is due. A visit makes at most one receive and one send and
/// delivers their completions; what its owner asks for meanwhile goes to the end of the queue, so nobody is starved or re-entered.
/// Every member but <see cref="Wake"/> is for the thread that runs <see cref="RunOnce"/>.
/// </summary>
public sealed class EpollReactor : Reactor, IListenerHost
{
    private const ulong WakeToken = ulong.MaxValue; // no slot has this index
    private const int EventsPerTurn = 256;
    private const int ScratchBytes = 64 * 1024;

    private readonly Epoll _epoll = new(EventsPerTurn);
    private readonly Turns<IEpollTarget, EpollChannel> _turns;
    private readonly ReserveDescriptor _reserve = new();
    private byte[]? _scratch;
    private bool _isDisposed;

    /// <summary>Opens the epoll instance; an <see cref="IOException"/> says why it cannot.</summary>
    public EpollReactor(BlockPool blocks)
        : base(blocks)
    {
        _turns = new(blocks, Lag);
        KernelSocket.IgnoreBrokenPipes();
        blocks.OpenPipe = KernelPipe.TryOpen;
        _epoll.Add(_turns.Wake.Fd, WakeToken);
    }

    public override string EngineName => "epoll";

    public override long NowUs => _turns.NowUs;

    internal SlotTable<IEpollTarget> Slots => _turns.Slots;

    /// <summary>Memory for bytes that nobody wants.</summary>
    internal byte[] Scratch =>
        _scratch ??= GC.AllocateUninitializedArray<byte>(ScratchBytes, pinned: true);

    /// <summary>True while receives wait for the pool.</summary>
    internal bool HasStarved => _turns.HasStarved;

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag)
    {
        if (socket is not KernelListenSocket kernelSocket)
        {
            throw new ArgumentException("not a socket of the kernel", nameof(socket));
        }

        return new EpollListener(this, kernelSocket.Take(), owner) { Tag = tag };
    }

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        EpollChannel channel = RentChannel();
        channel.Owner = owner;
        int fd = KernelSocket.OpenConnect(address, kind, out int result);
        channel.Connecting(fd, result, address);
        return channel;
    }

    public override void Wake() => _turns.Wake.Raise();

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        _turns.Begin();
        int count = _epoll.Wait(_turns.WaitMs(maxWaitMs));
        _turns.ReadClock();
        for (int index = 0; index < count; index++)
        {
            uint events = _epoll.EventAt(index, out ulong token);
            if (token == WakeToken)
            {
                _turns.OnWake();
            }
            else
            {
                Slots.Find(token)?.OnEvents(events);
            }
        }

        _turns.VisitDue();
    }

    internal int Watch(int fd, ulong token) => _epoll.Add(fd, token);

    internal int WatchListener(int fd, ulong token) => _epoll.AddListener(fd, token);

    internal void Unwatch(int fd) => _epoll.Remove(fd);

    /// <summary>Asks for a visit in this turn or the next.</summary>
    internal void Schedule(ulong token) => _turns.Schedule(token);

    /// <summary>Asks for a visit once the pool has a block.</summary>
    internal void Starve(ulong token) => _turns.Starve(token);

    /// <inheritdoc cref="Turns{TTarget, TChannel}.Linger"/>
    internal void Linger(ulong token, long untilUs) => _turns.Linger(token, untilUs);

    internal EpollChannel RentChannel() =>
        _turns.TryTakeSpare(out EpollChannel? spare) ? spare : new EpollChannel(this);

    /// <summary>The channel is closed; it is used again after the turn, when no caller on the stack can still hold it.</summary>
    internal void Retire(EpollChannel channel) => _turns.Retire(channel);

    internal void TakeBack(Block? block)
    {
        if (block is not null)
        {
            Blocks.Return(block);
        }
    }

    ReserveDescriptor IListenerHost.Reserve => _reserve;

    void IListenerHost.Schedule(ulong token) => Schedule(token);

    void IListenerHost.Pause(KernelListener listener) => _turns.Pause(listener);

    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Slots.AbandonAll();
            Blocks.ClosePipes();
            _reserve.Dispose();
            _epoll.Dispose();
            _turns.Dispose();
        }
    }
}
