// The I/O port on epoll(7): one thread's event loop. Channels and listeners queue themselves; the loop visits them.
using System.Diagnostics;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// A turn: wait, note the whole batch of events, then visit what is due. A visit makes at most one receive and one send and
/// delivers their completions; what its owner asks for meanwhile goes to the end of the queue, so nobody is starved or re-entered.
/// Every member but <see cref="Wake"/> is for the thread that runs <see cref="RunOnce"/>.
/// </summary>
public sealed class EpollReactor : Reactor
{
    private const ulong WakeToken = ulong.MaxValue; // no slot has this index
    private const int EventsPerTurn = 256;

    // 256 visits that each copy 62 KiB take about 5 ms: the longest that timers, mailboxes and new events wait.
    private const int VisitsPerTurn = 256;
    private const int MaxSpareChannels = 1024;
    private const int ScratchBytes = 64 * 1024;

    private readonly Epoll _epoll = new(EventsPerTurn);
    private readonly WakeSignal _wake = new();
    private readonly VisitQueue _ready;
    private readonly RingQueue<ulong> _starved = new();
    private readonly List<EpollListener> _paused = [];
    private readonly List<EpollChannel> _closed = [];
    private readonly Stack<EpollChannel> _spare = new();
    private byte[]? _scratch;
    private long _nowUs = ReadClockUs();
    private bool _isDisposed;

    /// <summary>Opens the epoll instance; an <see cref="IOException"/> says why it cannot.</summary>
    public EpollReactor(BlockPool blocks)
        : base(blocks)
    {
        _ready = new VisitQueue(VisitsPerTurn, Lag);
        Lingers = new(Slots);
        KernelSocket.IgnoreBrokenPipes();
        blocks.OpenPipe = KernelPipe.TryOpen;
        _epoll.Add(_wake.Fd, WakeToken);
    }

    public override string EngineName => "epoll";

    public override long NowUs => _nowUs;

    internal SlotTable<IEpollTarget> Slots { get; } = new();

    internal LingerQueue<IEpollTarget> Lingers { get; }

    internal ReserveDescriptor Reserve { get; } = new();

    /// <summary>Memory for bytes that nobody wants.</summary>
    internal byte[] Scratch =>
        _scratch ??= GC.AllocateUninitializedArray<byte>(ScratchBytes, pinned: true);

    /// <summary>True while receives wait for the pool.</summary>
    internal bool HasStarved => _starved.Count > 0;

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
        bool fastOpen = false
    )
    {
        EpollChannel channel = RentChannel();
        channel.Owner = owner;
        int fd = KernelSocket.OpenConnect(address, fastOpen, out int result);
        channel.Connecting(fd, result, address);
        return channel;
    }

    public override void Wake() => _wake.Raise();

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        PromoteStarved();
        RaiseMark();
        int count = _epoll.Wait(WaitMs(maxWaitMs));
        _nowUs = ReadClockUs();
        for (int index = 0; index < count; index++)
        {
            uint events = _epoll.EventAt(index, out ulong token);
            if (token == WakeToken)
            {
                _ready.OnMark();
            }
            else
            {
                Slots.Find(token)?.OnEvents(events);
            }
        }

        Lingers.Expire(_nowUs);
        ResumeListeners();
        for (
            int visits = 0;
            visits < VisitsPerTurn && _ready.TryDequeue(_nowUs, out ulong due);
            visits++
        )
        {
            Slots.Find(due)?.Visit();
        }

        RecycleClosed();
    }

    internal int Watch(int fd, ulong token) => _epoll.Add(fd, token);

    internal int WatchListener(int fd, ulong token) => _epoll.AddListener(fd, token);

    internal void Unwatch(int fd) => _epoll.Remove(fd);

    /// <summary>Asks for a visit in this turn or the next.</summary>
    internal void Schedule(ulong token) => _ready.Enqueue(token);

    /// <summary>Asks for a visit once the pool has a block.</summary>
    internal void Starve(ulong token) => _starved.Enqueue(token);

    /// <summary>Asks for <see cref="EpollListener.Resume"/> at its time.</summary>
    internal void Pause(EpollListener listener) => _paused.Add(listener);

    internal EpollChannel RentChannel() =>
        _spare.TryPop(out EpollChannel? spare) ? spare : new EpollChannel(this);

    /// <summary>The channel is closed; it is used again after the turn, when no caller on the stack can still hold it.</summary>
    internal void Retire(EpollChannel channel) => _closed.Add(channel);

    internal void TakeBack(Block? block)
    {
        if (block is not null)
        {
            Blocks.Return(block);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Slots.AbandonAll();
            Blocks.ClosePipes();
            Reserve.Dispose();
            _epoll.Dispose();
            _wake.Dispose();
        }
    }

    private static long ReadClockUs() =>
        (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));

    // What waits does so in the kernel's queue, then in our own: the mark goes through both.
    private void RaiseMark()
    {
        if (_ready.IsLookDue(_nowUs))
        {
            _ready.BeginLook(ReadClockUs());
            Wake();
        }
    }

    private int WaitMs(int maxWaitMs)
    {
        if (_ready.Count > 0)
        {
            return 0;
        }

        long deadlineUs = Lingers.NextDeadlineUs;
        foreach (EpollListener listener in _paused)
        {
            deadlineUs = long.Min(deadlineUs, listener.ResumeUs);
        }

        if (deadlineUs == long.MaxValue)
        {
            return maxWaitMs;
        }

        long untilMs = long.Max(0, (deadlineUs - ReadClockUs() + 999) / 1000);
        return maxWaitMs < 0 ? (int)untilMs : (int)long.Min(untilMs, maxWaitMs);
    }

    private void PromoteStarved()
    {
        int free = Blocks.MaxBlocks - Blocks.RentedCount;
        while (free > 0 && _starved.TryDequeue(out ulong token))
        {
            if (Slots.Find(token) is EpollChannel channel)
            {
                channel.Promote();
                free--;
            }
        }
    }

    private void ResumeListeners()
    {
        for (int index = _paused.Count - 1; index >= 0; index--)
        {
            EpollListener listener = _paused[index];
            if (listener.ResumeUs <= _nowUs)
            {
                _paused.RemoveAt(index);
                listener.Resume();
            }
        }
    }

    private void RecycleClosed()
    {
        foreach (EpollChannel channel in _closed)
        {
            channel.Recycle();
            if (_spare.Count < MaxSpareChannels)
            {
                _spare.Push(channel);
            }
            else
            {
                Slots.Remove(channel.Token);
            }
        }

        _closed.Clear();
    }
}
