// The receiving half of an epoll channel: the pending receive and what is known about the receive queue. Part of its channel.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux.Epoll;

/// <summary>
/// Edge-triggered receiving (epoll(7)): a short read proves the queue empty, since later bytes raise a new edge. It proves nothing
/// once RDHUP was seen, because the end of stream raises none of its own.
/// </summary>
internal struct EpollInput
{
    private const int DiscardsPerVisit = 8;
    private const uint Readable =
        Kernel.EPOLLIN | Kernel.EPOLLRDHUP | Kernel.EPOLLERR | Kernel.EPOLLHUP;
    private const uint Closed = Kernel.EPOLLRDHUP | Kernel.EPOLLERR | Kernel.EPOLLHUP;

    private Block? _lent;
    private int _offset;

    private BlockClaim _claim;

    // What an end of stream really is: a failed send takes the socket's error away, and recv then reports a clean end.
    private IoStatus _end;

    internal EpollInput(InputState state)
    {
        State = state;
        _end = IoStatus.EndOfStream;
    }

    internal InputState State { get; private set; }

    /// <summary>The peer is known to send no more; what it sent may still be unread.</summary>
    internal bool IsPeerClosed { get; private set; }

    internal bool IsPending { get; private set; }

    /// <summary>True when a read should be attempted.</summary>
    internal readonly bool IsReady => IsPending && State != InputState.Drained;

    internal void Begin(Block? block, int offset)
    {
        _lent = block;
        _offset = offset;
        IsPending = true;
    }

    /// <summary>Ends the pending receive without a completion and returns the block that was lent for it.</summary>
    internal Block? Abandon()
    {
        Block? lent = _lent;
        _lent = null;
        IsPending = false;
        return lent;
    }

    internal void OnEvents(uint events)
    {
        if (State != InputState.Ended && (events & Readable) != 0)
        {
            State = InputState.Ready;
        }

        IsPeerClosed |= (events & Closed) != 0;
    }

    /// <summary>A send failed: after what is still unread, receiving ends by the same error.</summary>
    internal void OnSendFailed(IoStatus status)
    {
        _end = status;
        OnEvents(Closed);
    }

    /// <summary>The pool has a block again: the next try rents before newcomers.</summary>
    internal void Promote() => _claim.Promote();

    /// <summary>Tries the pending receive once; true when it is complete. Without a block to rent it joins the starved ones.</summary>
    internal bool Attempt(int fd, EpollReactor reactor, ulong token, out Received received)
    {
        if (State == InputState.Ended)
        {
            received = new(Abandon(), 0, 0, _end);
            return true;
        }

        received = default;
        Block? block = _lent;
        if (block is null)
        {
            if (!_claim.TryRent(reactor, token, out block))
            {
                return false;
            }

            _offset = Limits.BlockHeadroomBytes;
        }

        int count = Take(fd, block);
        if (count > 0)
        {
            Abandon();
            received = new(block, _offset, count, IoStatus.Ok);
            return true;
        }

        if (_lent is null)
        {
            reactor.Blocks.Return(block);
        }

        return FinishEmpty(count, out received);
    }

    /// <summary>
    /// Throws away what has come, in a few reads so that a fast peer does not hold up the turn, and
    /// returns the bytes. The state tells the rest: drained, ended, or more to read.
    /// </summary>
    internal long Discard(int fd, byte[] scratch)
    {
        long discarded = 0;
        for (int reads = 0; reads < DiscardsPerVisit; reads++)
        {
            // MSG_TRUNC makes TCP drop the bytes instead of copying them (tcp(7)); other sockets use the scratch memory.
            int count = KernelSocket.Receive(fd, scratch, 0, scratch.Length, Kernel.MSG_TRUNC);
            if (count <= 0)
            {
                State = count == -Errno.EAGAIN ? InputState.Drained : InputState.Ended;
                break;
            }

            discarded += count;
            NoteTaken(count, scratch.Length);
            if (State == InputState.Drained)
            {
                break;
            }
        }

        return discarded;
    }

    private int Take(int fd, Block block)
    {
        int count;
        if (block.Pipe is KernelPipe pipe)
        {
            count = pipe.Fill(fd);
            NoteTaken(count, count); // a pipe is full in pieces, not in bytes: a short read proves nothing
            return count;
        }

        int asked = block.Bytes.Length - Limits.BlockTailroomBytes - _offset;
        Debug.Assert(asked > 0, "a receive needs room in its block");
        count = KernelSocket.Receive(fd, block.Bytes, _offset, asked);
        NoteTaken(count, asked);
        return count;
    }

    private void NoteTaken(int count, int asked)
    {
        State =
            IsPeerClosed ? InputState.Ready
            : count < asked ? InputState.Drained
            : InputState.Unknown;
    }

    private bool FinishEmpty(int count, out Received received)
    {
        received = default;
        if (count == -Errno.EAGAIN)
        {
            State = InputState.Drained;
            return false;
        }

        if (count < 0)
        {
            _end = ErrnoMap.ToStatus(-count);
        }

        State = InputState.Ended;
        received = new(Abandon(), 0, 0, _end);
        return true;
    }
}
