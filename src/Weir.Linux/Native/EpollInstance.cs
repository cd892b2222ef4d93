// One epoll instance with its batch of events. Owned by one reactor.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Linux.Native;

/// <summary>epoll(7): every descriptor is added once, edge-triggered for all it may ever want, and never changed.</summary>
internal sealed unsafe class EpollInstance : IDisposable
{
    private const uint AllEdges =
        Kernel.EPOLLIN | Kernel.EPOLLOUT | Kernel.EPOLLRDHUP | Kernel.EPOLLET;

    // Two layouts: the kernel packs the struct on x86-64 only. The JIT folds the choice.
    private static readonly bool IsPacked =
        RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private readonly byte[] _events;
    private readonly int _capacity;
    private int _fd;

    /// <summary>Opens an instance that takes up to <paramref name="capacity"/> events at a time.</summary>
    internal EpollInstance(int capacity)
    {
        Errno.Prepare();
        _fd = Libc.EpollCreate1(Kernel.EPOLL_CLOEXEC);
        if (_fd < 0)
        {
            throw new IOException($"epoll_create1 failed (errno {Errno.Last})");
        }

        _capacity = capacity;
        _events = GC.AllocateArray<byte>(capacity * sizeof(EpollEventAligned), pinned: true);
    }

    /// <summary>Watches a descriptor; <paramref name="token"/> comes back with its events. Returns 0 or -errno.</summary>
    internal int Add(int fd, ulong token) => Add(fd, token, AllEdges);

    /// <summary>
    /// Watches a listening socket. Other reactors and processes may accept on it too: a connection wakes one of those that sleep,
    /// not all of them.
    /// </summary>
    internal int AddListener(int fd, ulong token) =>
        Add(fd, token, Kernel.EPOLLIN | Kernel.EPOLLET | Kernel.EPOLLEXCLUSIVE);

    /// <summary>
    /// Watches a descriptor no more. Closing does that by itself only for the last descriptor of a socket: one that another process
    /// or reactor has too would go on to send events.
    /// </summary>
    internal void Remove(int fd)
    {
        EpollEventAligned unused = default;
        _ = Libc.EpollCtl(_fd, Kernel.EPOLL_CTL_DEL, fd, &unused);
    }

    /// <summary>Waits at most <paramref name="timeoutMs"/> (-1: for ever) and returns how many events came, 0 also after a signal.</summary>
    internal int Wait(int timeoutMs)
    {
        void* events = Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_events));
        return int.Max(0, Libc.EpollWait(_fd, events, _capacity, timeoutMs));
    }

    /// <summary>The event at <paramref name="index"/> of the last batch.</summary>
    internal uint EventAt(int index, out ulong token)
    {
        ref byte start = ref MemoryMarshal.GetArrayDataReference(_events);
        if (IsPacked)
        {
            EpollEventPacked packed = Unsafe.Add(
                ref Unsafe.As<byte, EpollEventPacked>(ref start),
                index
            );
            token = packed.Data;
            return packed.Events;
        }

        EpollEventAligned aligned = Unsafe.Add(
            ref Unsafe.As<byte, EpollEventAligned>(ref start),
            index
        );
        token = aligned.Data;
        return aligned.Events;
    }

    private int Add(int fd, ulong token, uint events)
    {
        EpollEventPacked packed = new() { Events = events, Data = token };
        EpollEventAligned aligned = new() { Events = events, Data = token };
        void* change = IsPacked ? &packed : &aligned;
        return Libc.EpollCtl(_fd, Kernel.EPOLL_CTL_ADD, fd, change) == 0 ? 0 : -Errno.Last;
    }

    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }
}
