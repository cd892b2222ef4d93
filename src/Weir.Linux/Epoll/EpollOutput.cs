// The sending half of an epoll channel: the pending send and whether the kernel has room. Part of its channel.
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux.Epoll;

/// <summary>
/// Edge-triggered sending: written at once while there may be room. A short write means that the kernel was full; it then raises
/// EPOLLOUT once a good part of the room is free again.
/// </summary>
internal struct EpollOutput
{
    private Block? _block;
    private int _offset;
    private int _left;
    private bool _isFull;

    internal readonly bool IsPending => _block is not null;

    /// <summary>True when a write should be attempted.</summary>
    internal readonly bool IsReady => _block is not null && !_isFull;

    internal void Begin(Block block, int offset, int count)
    {
        _block = block;
        _offset = offset;
        _left = count;
    }

    /// <summary>Ends the pending send and returns its block.</summary>
    internal Block? Take()
    {
        Block? block = _block;
        _block = null;
        return block;
    }

    internal void OnEvents(uint events)
    {
        if ((events & (Kernel.EPOLLOUT | Kernel.EPOLLERR | Kernel.EPOLLHUP)) != 0)
        {
            _isFull = false;
        }
    }

    /// <summary>Tries the pending send once. True when it came to its end; <paramref name="moved"/> bytes went out this time.</summary>
    internal bool Attempt(int fd, out int moved, out IoStatus status)
    {
        status = IoStatus.Ok;
        Block block = _block!; // not null while pending
        int sent = block.Pipe is KernelPipe pipe
            ? pipe.Drain(fd)
            : KernelSocket.Send(fd, block.Bytes, _offset, _left);
        moved = int.Max(0, sent);
        if (sent < 0 && sent != -Errno.EAGAIN)
        {
            status = ErrnoMap.ToStatus(-sent);
            return true;
        }

        _offset += moved;
        _left -= moved;
        _isFull = _left > 0;
        return !_isFull;
    }
}
