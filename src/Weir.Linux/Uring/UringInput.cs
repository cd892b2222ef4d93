// The receiving half of an io_uring channel: the owner's pending receive, the kernel's, and the bytes between them. Part of its channel.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;
using Weir.Proxy.Io;

namespace Weir.Linux.Uring;

/// <summary>
/// Heads and small messages come by a multishot receive into small provided buffers, and are copied into a block at the owner's turn. A
/// multishot receive has no back-pressure, so it is cancelled as soon as more has come than that; then, and on kernels without it, a
/// one-shot poll tells of input and recv(2) takes it into a block, when the owner asks (docs/adr/0014).
/// </summary>
internal struct UringInput
{
    // A message of more than two buffers is bulky, and so is what comes though nobody asked.
    private const int MostBuffers = 2;

    // A bulky stream's last piece is often small: that many small receives in a row tell that it is over.
    private const int SmallReceivesToLeaveBulk = 4;
    private const int DiscardsPerVisit = 8;

    private Block? _lent;
    private int _offset;
    private UringBacklog _backlog;
    private IoStatus _end;
    private InputState _state;
    private int _bulkReceivesLeft;
    private bool _isEndDelivered;
    private BlockClaim _claim;
    private bool _isPlenty; // the last receive filled a pipe well

    internal UringInput(InputState state)
    {
        _state = state;
        _end = IoStatus.EndOfStream;
    }

    internal bool IsPending { get; private set; }

    internal readonly bool IsDrained => _state == InputState.Drained;

    internal readonly bool HasEnded => _state == InputState.Ended;

    internal readonly bool HasInput =>
        _backlog.Count > 0 || _state == InputState.Ready || (HasEnded && !_isEndDelivered);

    /// <summary>Bytes that the kernel gave away and the owner never took: a close over them is a reset.</summary>
    internal readonly bool HasUnread => _backlog.Count > 0;

    /// <summary>True when a read should be attempted.</summary>
    internal readonly bool IsReady =>
        IsPending
        && (_lent is not null || !_claim.IsStarved)
        && (_backlog.Count > 0 || _state != InputState.Drained);

    /// <summary>Nothing is here for the pending receive: the kernel is to be asked.</summary>
    internal readonly bool IsLacking => IsPending && _backlog.Count == 0 && IsDrained;

    /// <summary>More comes than multishot receives should take.</summary>
    internal readonly bool IsBulky => _bulkReceivesLeft > 0;

    /// <summary>Bulk goes through a pipe here: it may gather in the socket before it is looked at.</summary>
    internal readonly bool MayGather => _isPlenty && _lent?.Pipe is not null;

    /// <summary>What has gathered is taken as it is, and what comes next at once.</summary>
    internal void EndGather()
    {
        _isPlenty = false;
        _state = HasEnded ? _state : InputState.Ready;
    }

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

    /// <summary>Throws away what came and nobody took; returns its bytes.</summary>
    internal long Clear(ProvidedBuffers? buffers) => _backlog.Clear(buffers);

    /// <summary>Takes a completion of the multishot receive.</summary>
    internal void OnReceived(ProvidedBuffers buffers, in UringCqe completion)
    {
        int id = completion.BufferId;
        if (completion.Result > 0)
        {
            _backlog.Add(buffers, id, completion.Result);
            if (_backlog.Count > MostBuffers)
            {
                _bulkReceivesLeft = SmallReceivesToLeaveBulk;
            }
        }
        else if (id >= 0)
        {
            buffers.Provide(id);
        }

        OnResult(buffers, completion.Result);
    }

    /// <summary>Takes a completion of the poll; recv(2) tells what it is about.</summary>
    internal void OnReadable(int result)
    {
        if (result != -Errno.ECANCELED && !HasEnded)
        {
            _state = InputState.Ready;
        }
    }

    /// <summary>
    /// A send failed: after what is still unread, receiving ends by the same error, which the kernel tells once only; the receive gets an
    /// end of stream, and may have got it already. When the kernel is not asked for input, recv(2) tells.
    /// </summary>
    internal void OnSendFailed(IoStatus status, bool isAsked)
    {
        if (!_isEndDelivered && _end == IoStatus.EndOfStream)
        {
            _end = status;
        }

        _state = HasEnded || isAsked ? _state : InputState.Ready;
    }

    /// <summary>The pool has a block again: the next try rents before newcomers.</summary>
    internal void Promote() => _claim.Promote();

    /// <summary>Completes the pending receive if it can; without a block to rent it joins the starved ones.</summary>
    internal bool Attempt(int fd, UringReactor reactor, ulong token, out Received received)
    {
        received = default;
        if (_backlog.Count == 0 && HasEnded)
        {
            received = End();
            return true;
        }

        Block? block = _lent;
        if (block is null)
        {
            if (!_claim.TryRent(reactor, token, out block))
            {
                return false;
            }

            _offset = Limits.BlockHeadroomBytes;
        }

        int count = block.Pipe is KernelPipe pipe
            ? Take(fd, reactor, pipe)
            : Take(fd, reactor, block);
        if (count > 0)
        {
            received = new(block, _offset, count, IoStatus.Ok);
            Abandon();
            return true;
        }

        if (_lent is null)
        {
            reactor.Blocks.Return(block);
        }

        received = HasEnded ? End() : default;
        return HasEnded;
    }

    /// <summary>Throws away what has come, in a few reads so that a fast peer does not hold up the turn, and returns the bytes.</summary>
    internal long Discard(int fd, byte[] scratch)
    {
        long discarded = 0;
        int reads = DiscardsPerVisit;
        for (; reads > 0 && _state is InputState.Ready or InputState.Unknown; reads--)
        {
            // MSG_TRUNC makes TCP drop the bytes instead of copying them (tcp(7)); other sockets use the scratch memory.
            discarded += int.Max(0, Read(fd, scratch, 0, scratch.Length, Kernel.MSG_TRUNC));
        }

        return discarded;
    }

    private int Take(int fd, UringReactor reactor, Block block)
    {
        int room = block.Bytes.Length - Limits.BlockTailroomBytes - _offset;
        Debug.Assert(room > 0, "a receive needs room in its block");
        return _backlog.Count > 0
            ? _backlog.MoveTo(reactor.Buffers!, block.Bytes.AsSpan(_offset, room)) // filled ones are of a ring
            : Read(fd, block.Bytes, _offset, room);
    }

    private int Take(int fd, UringReactor reactor, KernelPipe pipe)
    {
        bool isHere = _backlog.Count > 0;
        int count = isHere
            ? _backlog.MoveTo(reactor.Buffers!, pipe) // filled ones are of a ring
            : pipe.Fill(fd);
        _isPlenty = count >= Limits.BulkFloorBytes;
        if (!isHere)
        {
            // A pipe is full in pieces, not in bytes, so a short splice proves nothing; where more may gather, the kernel is asked anyway.
            NoteRead(count, isAll: _isPlenty);
        }

        return count;
    }

    private Received End()
    {
        _isEndDelivered = true;
        return new(Abandon(), 0, 0, _end);
    }

    private int Read(int fd, byte[] pinned, int offset, int room, int flags = 0)
    {
        int count = KernelSocket.Receive(fd, pinned, offset, room, flags);
        NoteRead(count, isAll: count < room);
        return count;
    }

    private void NoteRead(int count, bool isAll)
    {
        if (count > 0)
        {
            _state = isAll ? InputState.Drained : InputState.Unknown;
            bool isSmall = count < Limits.UringBufferBytes;
            _bulkReceivesLeft = isSmall
                ? int.Max(0, _bulkReceivesLeft - 1)
                : SmallReceivesToLeaveBulk;
        }
        else
        {
            OnEmpty(count);
        }
    }

    private void OnResult(ProvidedBuffers buffers, int result)
    {
        if (result == -Errno.ENOBUFS)
        {
            // Without more buffers to have, the next receive goes without.
            _bulkReceivesLeft = buffers.TryGrow()
                ? _bulkReceivesLeft
                : int.Max(1, _bulkReceivesLeft);
        }
        else if (result <= 0 && result != -Errno.ECANCELED)
        {
            OnEmpty(result);
        }
    }

    private void OnEmpty(int result)
    {
        if (result is -Errno.EAGAIN or -Errno.EINTR)
        {
            _state = InputState.Drained;
            return;
        }

        _end = result < 0 ? ErrnoMap.ToStatus(-result) : _end;
        _state = InputState.Ended;
    }
}
