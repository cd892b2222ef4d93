// The I/O port on io_uring(7): one thread's event loop. Operations go to the kernel and completions come back once a turn.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;
using Weir.Proxy.Io;

namespace Weir.Linux.Uring;

/// <summary>
/// A turn: one io_uring_enter(2) that submits what was asked for and waits; then note the whole batch of completions, then visit what
/// is due. A visit delivers at most one receive and one send; what its owner asks for meanwhile waits for the next turn.
/// Every member but <see cref="Reactor.Wake"/> is for the thread that runs <see cref="RunOnce"/>.
/// </summary>
public sealed class UringReactor : KernelReactor
{
    private const ulong WakeMark = ulong.MaxValue; // no slot has this index
    private const int KindShift = 24; // tokens keep indexes below 2^24, see Limits.MaxConnections
    private const ulong KindMask = 0xFFUL << KindShift;

    private const int TurnsToEnd = 100;

    private readonly UringInstance _uring;

    /// <summary>Opens the ring; an <see cref="IOException"/> says why it cannot.</summary>
    public UringReactor(BlockPool blocks)
        : this(blocks, new UringOptions()) { }

    internal UringReactor(BlockPool blocks, UringOptions options)
        : base(blocks)
    {
        int result = UringInstance.TryOpen(
            options.SubmissionEntries,
            options.CompletionEntries,
            out UringInstance? uring
        );
        _uring =
            uring
            ?? throw new IOException($"io_uring cannot be used: {UringSupport.ReasonOf(-result)}");
        Requests = new(_uring);
        Buffers =
            options.MayMultishot && _uring.HasMultishot
                ? ProvidedBuffers.TryRegister(_uring)
                : null;
        Requests.PollMany(Turns.Wake.Fd, Kernel.POLLIN, WakeMark);
    }

    public override string EngineName => "io_uring";

    internal UringRequests Requests { get; }

    /// <summary>The buffers of multishot receives; null where the kernel has none, and everything goes by polls.</summary>
    internal ProvidedBuffers? Buffers { get; }

    /// <summary>Sockets that let bulk gather.</summary>
    internal GatherList Gathers { get; } = new();

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        _uring.Enable();
        Turns.Begin();
        long waitUs = WaitUs(HasDeferred ? 0 : maxWaitMs);
        _uring.Enter(waitUs == 0 ? 0u : 1u, waitUs);
        Turns.ReadClock();
        TakeCompletions();
        EndGathers();
        Turns.VisitDue();
        RunDeferred();
    }

    /// <summary>What a completion carries to say whose operation it ends.</summary>
    internal static ulong MarkOf(ulong token, UringOperation operation) =>
        token | ((ulong)operation << KindShift);

    private protected override KernelChannel NewChannel() => new UringChannel(this);

    private protected override KernelListener NewListener(int fd, IListenerOwner owner) =>
        new UringListener(this, fd, owner);

    // Until the kernel has given back every operation, it may read and write the memory that it was lent.
    private protected override void Settle()
    {
        _uring.Enable();
        for (int turns = 0; turns < TurnsToEnd && Requests.UnderWay > 0; turns++)
        {
            _uring.Enter(minComplete: 1, timeoutUs: 10_000);
            TakeCompletions();
        }
    }

    private protected override void CloseEngine()
    {
        _uring.Dispose();
        Buffers?.Dispose();
    }

    private long WaitUs(int maxWaitMs)
    {
        int waitMs = Turns.WaitMs(maxWaitMs);
        long waitUs = waitMs < 0 ? -1 : waitMs * 1000L;
        if (waitUs == 0 || Gathers.NextUs == long.MaxValue)
        {
            return waitUs;
        }

        long untilUs = long.Max(0, Gathers.NextUs - Turns.ReadClockUs());
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
                // Whoever has a slot here is one: this reactor's channels and listeners.
                Unsafe
                    .As<IUringTarget>(Slots.Find(mark & ~KindMask))
                    ?.OnCompletion(operation, completion);
            }
            else if (mark == WakeMark)
            {
                Turns.OnWake();
                if (!completion.IsMoreToCome)
                {
                    Requests.PollMany(Turns.Wake.Fd, Kernel.POLLIN, WakeMark);
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
