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
public sealed class UringReactor : Reactor, IListenerHost
{
    private const ulong WakeMark = ulong.MaxValue; // no slot has this index
    private const int KindShift = 24; // tokens keep indexes below 2^24, see Limits.MaxConnections
    private const ulong KindMask = 0xFFUL << KindShift;

    private const int ScratchBytes = 64 * 1024;
    private const int TurnsToEnd = 100;

    private readonly Uring _uring;
    private readonly Turns<IUringTarget, UringChannel> _turns;
    private readonly ReserveDescriptor _reserve = new();
    private byte[]? _scratch;
    private bool _isDisposed;

    /// <summary>Opens the ring; an <see cref="IOException"/> says why it cannot.</summary>
    public UringReactor(BlockPool blocks)
        : this(blocks, new UringOptions()) { }

    internal UringReactor(BlockPool blocks, UringOptions options)
        : base(blocks)
    {
        _turns = new(blocks, Lag);
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
        Requests.PollMany(_turns.Wake.Fd, Kernel.POLLIN, WakeMark);
    }

    public override string EngineName => "io_uring";

    public override long NowUs => _turns.NowUs;

    internal UringRequests Requests { get; }

    /// <summary>The buffers of multishot receives; null where the kernel has none, and everything goes by polls.</summary>
    internal ProvidedBuffers? Buffers { get; }

    internal SlotTable<IUringTarget> Slots => _turns.Slots;

    /// <summary>Memory for bytes that nobody wants.</summary>
    internal byte[] Scratch =>
        _scratch ??= GC.AllocateUninitializedArray<byte>(ScratchBytes, pinned: true);

    /// <summary>Sockets that let bulk gather.</summary>
    internal GatherList Gathers { get; } = new();

    /// <summary>True while receives wait for the pool.</summary>
    internal bool HasStarved => _turns.HasStarved;

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
        ConnectKind kind = ConnectKind.Usual
    )
    {
        UringChannel channel = RentChannel();
        channel.Owner = owner;
        int fd = KernelSocket.OpenConnect(address, kind, out int result);
        channel.Connecting(fd, result, address);
        return channel;
    }

    public override void Wake() => _turns.Wake.Raise();

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        _uring.Enable();
        _turns.Begin();
        long waitUs = WaitUs(maxWaitMs);
        _uring.Enter(waitUs == 0 ? 0u : 1u, waitUs);
        _turns.ReadClock();
        TakeCompletions();
        EndGathers();
        _turns.VisitDue();
    }

    /// <summary>What a completion carries to say whose operation it ends.</summary>
    internal static ulong MarkOf(ulong token, UringOperation operation) =>
        token | ((ulong)operation << KindShift);

    /// <summary>Asks for a visit in this turn or the next.</summary>
    internal void Schedule(ulong token) => _turns.Schedule(token);

    /// <summary>Asks for a visit once the pool has a block.</summary>
    internal void Starve(ulong token) => _turns.Starve(token);

    /// <inheritdoc cref="Turns{TTarget, TChannel}.Linger"/>
    internal void Linger(ulong token, long untilUs) => _turns.Linger(token, untilUs);

    internal UringChannel RentChannel() =>
        _turns.TryTakeSpare(out UringChannel? spare) ? spare : new UringChannel(this);

    /// <summary>The channel is closed; it is used again after the turn, when no caller on the stack can still hold it.</summary>
    internal void Retire(UringChannel channel) => _turns.Retire(channel);

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
            _uring.Enter(minComplete: 1, timeoutUs: 10_000);
            TakeCompletions();
        }

        Blocks.ClosePipes();
        _reserve.Dispose();
        _uring.Dispose();
        Buffers?.Dispose();
        _turns.Dispose();
    }

    private long WaitUs(int maxWaitMs)
    {
        int waitMs = _turns.WaitMs(maxWaitMs);
        long waitUs = waitMs < 0 ? -1 : waitMs * 1000L;
        if (waitUs == 0 || Gathers.NextUs == long.MaxValue)
        {
            return waitUs;
        }

        long untilUs = long.Max(
            0,
            Gathers.NextUs - Turns<IUringTarget, UringChannel>.ReadClockUs()
        );
        return waitUs < 0 ? untilUs : long.Min(untilUs, waitUs);
    }

    private void EndGathers()
    {
        while (Gathers.TryTakeExpired(NowUs, out ulong token))
        {
            (Slots.Find(token) as UringChannel)?.CutGather();
        }
    }

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
                _turns.OnWake();
                if (!completion.IsMoreToCome)
                {
                    Requests.PollMany(_turns.Wake.Fd, Kernel.POLLIN, WakeMark);
                }
            }
            else
            {
                Debug.Assert(completion.Result != -Errno.EBADF, "a descriptor was closed twice");
            }
        }

        _uring.Release(count);
    }
}
