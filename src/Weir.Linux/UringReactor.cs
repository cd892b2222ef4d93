// The I/O port on io_uring(7): one thread's event loop. Operations go to the kernel and completions come back once a turn.
using System.Diagnostics;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// A turn: one io_uring_enter(2) that submits what was asked for and waits; then note the whole batch of completions, then visit what
/// is due. A visit delivers at most one receive and one send; what its owner asks for meanwhile waits for the next turn.
/// Every member but <see cref="Wake"/> is for the thread that runs <see cref="RunOnce"/>.
/// </summary>
public sealed class UringReactor : Reactor
{
    private const ulong WakeMark = ulong.MaxValue; // no slot has this index
    private const int KindShift = 24; // tokens keep indexes below 2^24, see Limits.MaxConnections
    private const ulong KindMask = 0xFFUL << KindShift;

    // 256 visits that each copy 62 KiB take about 5 ms: the longest that timers, mailboxes and new events wait.
    private const int VisitsPerTurn = 256;
    private const int MaxSpareChannels = 1024;
    private const int ScratchBytes = 64 * 1024;
    private const int TurnsToEnd = 100;

    private readonly Uring _uring;
    private readonly WakeSignal _wake = new();
    private readonly VisitQueue _ready;
    private readonly RingQueue<ulong> _starved = new();
    private readonly List<UringListener> _paused = [];
    private readonly List<UringChannel> _closed = [];
    private readonly Stack<UringChannel> _spare = new();
    private byte[]? _scratch;
    private long _nowUs = ReadClockUs();
    private bool _isDisposed;

    /// <summary>Opens the ring; an <see cref="IOException"/> says why it cannot.</summary>
    public UringReactor(BlockPool blocks)
        : this(blocks, new UringOptions()) { }

    internal UringReactor(BlockPool blocks, UringOptions options)
        : base(blocks)
    {
        _ready = new VisitQueue(VisitsPerTurn, Lag);
        KernelSocket.IgnoreBrokenPipes();
        blocks.OpenPipe = KernelPipe.TryOpen;
        int result = Uring.TryOpen(
            options.SubmissionEntries,
            options.CompletionEntries,
            out Uring? uring
        );
        _uring =
            uring
            ?? throw new IOException($"io_uring cannot be used: {UringSupport.ReasonOf(-result)}");
        Requests = new(_uring);
        Buffers =
            options.MayMultishot && _uring.HasMultishot
                ? ProvidedBuffers.TryRegister(_uring)
                : null;
        Lingers = new(Slots);
        Requests.PollMany(_wake.Fd, Kernel.POLLIN, WakeMark);
    }

    public override string EngineName => "io_uring";

    public override long NowUs => _nowUs;

    internal UringRequests Requests { get; }

    /// <summary>The buffers of multishot receives; null where the kernel has none, and everything goes by polls.</summary>
    internal ProvidedBuffers? Buffers { get; }

    internal SlotTable<IUringTarget> Slots { get; } = new();

    internal LingerQueue<IUringTarget> Lingers { get; }

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

        return new UringListener(this, kernelSocket.Take(), owner) { Tag = tag };
    }

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        bool fastOpen = false
    )
    {
        UringChannel channel = RentChannel();
        channel.Owner = owner;
        int fd = KernelSocket.OpenConnect(address, fastOpen, out int result);
        channel.Connecting(fd, result, address);
        return channel;
    }

    public override void Wake() => _wake.Raise();

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        _uring.Enable();
        PromoteStarved();
        RaiseMark();
        int waitMs = WaitMs(maxWaitMs);
        _uring.Enter(waitMs == 0 ? 0u : 1u, waitMs);
        _nowUs = ReadClockUs();
        TakeCompletions();
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

    /// <summary>What a completion carries to say whose operation it ends.</summary>
    internal static ulong MarkOf(ulong token, UringOperation operation) =>
        token | ((ulong)operation << KindShift);

    /// <summary>Asks for a visit in this turn or the next.</summary>
    internal void Schedule(ulong token) => _ready.Enqueue(token);

    /// <summary>Asks for a visit once the pool has a block.</summary>
    internal void Starve(ulong token) => _starved.Enqueue(token);

    /// <summary>Asks for <see cref="UringListener.Resume"/> at its time.</summary>
    internal void Pause(UringListener listener) => _paused.Add(listener);

    internal UringChannel RentChannel() =>
        _spare.TryPop(out UringChannel? spare) ? spare : new UringChannel(this);

    /// <summary>The channel is closed; it is used again after the turn, when no caller on the stack can still hold it.</summary>
    internal void Retire(UringChannel channel) => _closed.Add(channel);

    internal void TakeBack(Block? block)
    {
        if (block is not null)
        {
            Blocks.Return(block);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Slots.AbandonAll();
        // Until the kernel has given back every operation, it may read and write the memory that it was lent.
        _uring.Enable();
        for (int turns = 0; turns < TurnsToEnd && Requests.UnderWay > 0; turns++)
        {
            _uring.Enter(minComplete: 1, timeoutMs: 10);
            TakeCompletions();
        }

        Blocks.ClosePipes();
        Reserve.Dispose();
        _uring.Dispose();
        Buffers?.Dispose();
        _wake.Dispose();
    }

    private static long ReadClockUs() =>
        (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));

    private void TakeCompletions()
    {
        int count = _uring.CompletionCount;
        for (int index = 0; index < count; index++)
        {
            ref readonly UringCqe completion = ref _uring.CompletionAt(index);
            ulong mark = completion.UserData;
            if (mark < UringRequests.Ignored)
            {
                Requests.OnCompletion(completion);
                var operation = (UringOperation)((mark & KindMask) >> KindShift);
                Slots.Find(mark & ~KindMask)?.OnCompletion(operation, completion);
            }
            else if (mark == WakeMark)
            {
                _ready.OnMark();
                if (!completion.IsMoreToCome)
                {
                    Requests.PollMany(_wake.Fd, Kernel.POLLIN, WakeMark);
                }
            }
        }

        _uring.Release(count);
    }

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
        foreach (UringListener listener in _paused)
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
            if (Slots.Find(token) is UringChannel channel)
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
            UringListener listener = _paused[index];
            if (listener.ResumeUs <= _nowUs)
            {
                _paused.RemoveAt(index);
                listener.Resume();
            }
        }
    }

    private void RecycleClosed()
    {
        foreach (UringChannel channel in _closed)
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
