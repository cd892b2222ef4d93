// An eventfd by which other threads end a reactor's wait.
namespace Weir.Linux.Native;

/// <summary>
/// eventfd(2), watched edge-triggered and never read: each write is a new edge, and the counter would need 2^64 writes to fill up.
/// The lock keeps a late <see cref="Raise"/> from writing to a number that was closed and given to somebody's socket.
/// </summary>
internal sealed unsafe class WakeSignal : IDisposable
{
    private readonly Lock _lock = new();
    private int _fd;

    internal WakeSignal()
    {
        _fd = Libc.EventFd(0, Kernel.EFD_NONBLOCK | Kernel.EFD_CLOEXEC);
        if (_fd < 0)
        {
            throw new IOException($"eventfd failed (errno {Errno.Last})");
        }
    }

    internal int Fd => _fd;

    /// <summary>From any thread, also after <see cref="Dispose"/>.</summary>
    internal void Raise()
    {
        lock (_lock)
        {
            if (_fd >= 0)
            {
                ulong one = 1;
                _ = Libc.Write(_fd, &one, sizeof(ulong));
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_fd >= 0)
            {
                _ = Libc.Close(_fd);
                _fd = -1;
            }
        }
    }
}
