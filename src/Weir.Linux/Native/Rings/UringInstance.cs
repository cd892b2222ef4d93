// One io_uring instance: its two queues, mapped, and the call that submits and waits. Owned by one reactor.

namespace Weir.Linux.Native.Rings;

/// <summary>
/// io_uring(7). It is opened disabled, by any thread, and belongs to the thread that first calls <see cref="Enable"/>: with
/// IORING_SETUP_SINGLE_ISSUER the kernel takes submissions from that one alone.
/// </summary>
internal sealed unsafe class UringInstance : IDisposable
{
    private const uint Needed =
        IoUring.IORING_FEAT_SINGLE_MMAP
        | IoUring.IORING_FEAT_NODROP
        | IoUring.IORING_FEAT_FAST_POLL
        | IoUring.IORING_FEAT_EXT_ARG;

    private const uint AlwaysAsked =
        IoUring.IORING_SETUP_CQSIZE | IoUring.IORING_SETUP_CLAMP | IoUring.IORING_SETUP_R_DISABLED;

    private readonly UringParams _parameters;
    private readonly nuint _queueBytes;
    private readonly nint _queues;
    private readonly nint _entries;
    private readonly uint* _sqHead;
    private readonly uint* _sqTail;
    private readonly uint* _cqHead;
    private readonly uint* _cqTail;
    private readonly UringSqe* _sqes;
    private readonly UringCqe* _cqes;
    private readonly uint _sqMask;
    private readonly uint _cqMask;
    private int _fd;
    private int _enterFd;
    private uint _enterFlags = IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG;
    private uint _tail;
    private bool _isEnabled;

    private UringInstance(int fd, in UringParams parameters)
    {
        _fd = _enterFd = fd;
        _parameters = parameters;
        nuint sqBytes = parameters.Sq.Array + (parameters.SqEntries * sizeof(uint));
        nuint cqBytes = parameters.Cq.Cqes + (parameters.CqEntries * (uint)sizeof(UringCqe));
        _queueBytes = nuint.Max(sqBytes, cqBytes);
        _queues = Map(fd, _queueBytes, IoUring.IORING_OFF_SQ_RING);
        _entries = Map(fd, EntryBytes, IoUring.IORING_OFF_SQES);
        if (_queues == -1 || _entries == -1)
        {
            return;
        }

        byte* queues = (byte*)_queues;
        _sqHead = (uint*)(queues + parameters.Sq.Head);
        _sqTail = (uint*)(queues + parameters.Sq.Tail);
        _cqHead = (uint*)(queues + parameters.Cq.Head);
        _cqTail = (uint*)(queues + parameters.Cq.Tail);
        _sqMask = *(uint*)(queues + parameters.Sq.RingMask);
        _cqMask = *(uint*)(queues + parameters.Cq.RingMask);
        _sqes = (UringSqe*)_entries;
        _cqes = (UringCqe*)(queues + parameters.Cq.Cqes);
        uint* array = (uint*)(queues + parameters.Sq.Array);
        for (uint i = 0; i < parameters.SqEntries; i++)
        {
            array[i] = i; // entries are used in the order of the queue
        }
    }

    /// <summary>Multishot receive and accept came with Linux 6.0, as did IORING_SETUP_SINGLE_ISSUER, which can be asked for.</summary>
    internal bool HasMultishot => (_parameters.Flags & IoUring.IORING_SETUP_SINGLE_ISSUER) != 0;

    /// <summary>Completions that wait to be read.</summary>
    internal int CompletionCount => (int)(Volatile.Read(ref *_cqTail) - *_cqHead);

    private nuint EntryBytes => _parameters.SqEntries * (nuint)sizeof(UringSqe);

    /// <summary>Opens a ring with the best flags that this kernel knows. Returns 0 or -errno; -ENOSYS when the kernel's io_uring is too old.</summary>
    internal static int TryOpen(uint sqEntries, uint cqEntries, out UringInstance? ring)
    {
        Errno.Prepare();
        ring = null;
        const uint Cooperative =
            IoUring.IORING_SETUP_SUBMIT_ALL | IoUring.IORING_SETUP_COOP_TASKRUN;
        const uint Single = Cooperative | IoUring.IORING_SETUP_SINGLE_ISSUER;
        const uint Deferred = Single | IoUring.IORING_SETUP_DEFER_TASKRUN;
        ReadOnlySpan<uint> ladder = [Deferred, Single, Cooperative, 0]; // Linux 6.1, 6.0, 5.19, 5.11
        int fd = -Errno.EINVAL;
        UringParams parameters = default;
        for (int step = 0; step < ladder.Length && fd == -Errno.EINVAL; step++)
        {
            parameters = new() { CqEntries = cqEntries, Flags = AlwaysAsked | ladder[step] };
            fd = (int)Libc.UringSetup(IoUring.SYS_io_uring_setup, sqEntries, &parameters);
            fd = fd < 0 ? -Errno.Last : fd;
        }

        if (fd < 0)
        {
            return fd;
        }

        if ((parameters.Features & Needed) != Needed)
        {
            _ = Libc.Close(fd);
            return -Errno.ENOSYS;
        }

        ring = new UringInstance(fd, parameters);
        if (ring._queues != -1 && ring._entries != -1)
        {
            return 0;
        }

        ring.Dispose();
        ring = null;
        return -Errno.ENOMEM;
    }

    /// <summary>Ties the ring to the calling thread.</summary>
    internal void Enable()
    {
        if (_isEnabled)
        {
            return;
        }

        _isEnabled = true;
        int result = Register(IoUring.IORING_REGISTER_ENABLE_RINGS, null, 0);
        if (result < 0)
        {
            throw new IOException($"io_uring cannot be enabled (errno {-result})");
        }

        // Spares the kernel a look-up of the descriptor at each entry (Linux 5.18); without it the descriptor does.
        UringRingFd registered = new() { Offset = uint.MaxValue, Fd = (ulong)_fd };
        if (Register(IoUring.IORING_REGISTER_RING_FDS, &registered, 1) == 1)
        {
            _enterFd = (int)registered.Offset;
            _enterFlags |= IoUring.IORING_ENTER_REGISTERED_RING;
        }
    }

    /// <summary>io_uring_register(2): its result or -errno.</summary>
    internal int Register(int operation, void* argument, uint count)
    {
        nint result = Libc.UringRegister(
            IoUring.SYS_io_uring_register,
            _fd,
            (uint)operation,
            argument,
            count
        );
        return result < 0 ? -Errno.Last : (int)result;
    }

    /// <summary>The next entry to fill, zeroed; submits what is queued when there is none left.</summary>
    internal ref UringSqe Next()
    {
        while (_tail - Volatile.Read(ref *_sqHead) == _parameters.SqEntries)
        {
            Enable(); // before the first turn too, more may be asked for than the queue holds
            Enter(minComplete: 0, timeoutUs: 0);
        }

        ref UringSqe entry = ref _sqes[_tail & _sqMask];
        _tail++;
        entry = default;
        return ref entry;
    }

    /// <summary>Adds the flag that saves the completion of what goes well, where the kernel knows it.</summary>
    internal void SkipSuccess(ref UringSqe entry) =>
        entry.Flags |=
            (_parameters.Features & IoUring.IORING_FEAT_CQE_SKIP) != 0
                ? IoUring.IOSQE_CQE_SKIP_SUCCESS
                : (byte)0;

    /// <summary>
    /// io_uring_enter(2): submits all that is queued and waits for completions, at most <paramref name="timeoutUs"/> (-1: for ever). A
    /// wait that ends early is no failure: the caller looks at what there is.
    /// </summary>
    internal void Enter(uint minComplete, long timeoutUs)
    {
        Volatile.Write(ref *_sqTail, _tail);
        KernelTimespec timeout = new()
        {
            Seconds = timeoutUs / 1_000_000,
            Nanoseconds = timeoutUs % 1_000_000 * 1000,
        };
        UringWait wait = new() { TimeoutAddress = timeoutUs < 0 ? 0 : (ulong)&timeout };
        nint result = Libc.UringEnter(
            IoUring.SYS_io_uring_enter,
            _enterFd,
            _tail - Volatile.Read(ref *_sqHead),
            minComplete,
            _enterFlags,
            &wait,
            (nuint)sizeof(UringWait)
        );
        if (result < 0)
        {
            ThrowUnlessTransient(Errno.Last);
        }
    }

    /// <summary>The completion at <paramref name="index"/> of those that wait.</summary>
    internal ref readonly UringCqe CompletionAt(int index) =>
        ref _cqes[(*_cqHead + (uint)index) & _cqMask];

    /// <summary>Gives the places of the first <paramref name="count"/> completions back to the kernel.</summary>
    internal void Release(int count) => Volatile.Write(ref *_cqHead, *_cqHead + (uint)count);

    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
            Unmap(_queues, _queueBytes);
            Unmap(_entries, EntryBytes);
        }
    }

    // EBUSY and EAGAIN: the completion queue is full or memory is short; reading completions helps.
    private static void ThrowUnlessTransient(int errno)
    {
        if (errno is not (Errno.ETIME or Errno.EINTR or Errno.EBUSY or Errno.EAGAIN))
        {
            throw new InvalidOperationException($"io_uring_enter failed (errno {errno})");
        }
    }

    private static nint Map(int fd, nuint bytes, nint offset) =>
        Libc.MMap(
            0,
            bytes,
            IoUring.PROT_READ | IoUring.PROT_WRITE,
            IoUring.MAP_SHARED | IoUring.MAP_POPULATE,
            fd,
            offset
        );

    private static void Unmap(nint address, nuint bytes)
    {
        if (address != -1)
        {
            _ = Libc.MUnmap(address, bytes);
        }
    }
}
