// The sending half of an io_uring channel: the pending send and how far it came. Part of its channel.
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux.Uring;

/// <summary>The block stays with the kernel until the operation's completion, also when the channel closes meanwhile.</summary>
internal struct UringOutput
{
    private Block? _block;

    internal readonly bool IsPending => _block is not null;

    /// <summary>All bytes went out or the send failed: to be delivered.</summary>
    internal bool IsDone { get; private set; }

    internal IoStatus Status { get; private set; }

    internal int Offset { get; private set; }

    internal int Left { get; private set; }

    internal void Begin(Block block, int offset, int count)
    {
        _block = block;
        Offset = offset;
        Left = count;
        IsDone = false;
        Status = IoStatus.Ok;
    }

    /// <summary>Where the bytes to send are, unless they are in <see cref="Bytes"/>.</summary>
    internal readonly KernelPipe? Pipe => _block!.Pipe as KernelPipe; // a send is pending

    internal readonly byte[] Bytes => _block!.Bytes; // a send is pending

    /// <summary>Takes send(2)'s result and returns the bytes that moved; neither done nor under way means that the rest is to be sent.</summary>
    internal int OnCompletion(int result)
    {
        int moved = int.Max(0, result);
        Offset += moved;
        Left -= moved;
        if (result < 0 && result is not (-Errno.EAGAIN or -Errno.EINTR))
        {
            Status = ErrnoMap.ToStatus(-result);
            IsDone = true;
        }

        IsDone |= Left == 0;
        return moved;
    }

    /// <summary>Ends the pending send and returns its block.</summary>
    internal Block? Take()
    {
        Block? block = _block;
        _block = null;
        IsDone = false;
        return block;
    }
}
