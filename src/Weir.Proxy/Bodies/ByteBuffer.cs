// Bytes received and not yet passed on, in one block: where they begin and end, and whose block it is.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Proxy.Io;

namespace Weir.Proxy.Bodies;

/// <summary>A block with unread bytes from <see cref="Start"/> to <see cref="End"/>. The block is owned by the holder unless <see cref="IsLent"/>.</summary>
internal struct ByteBuffer
{
    public Block? Block { get; private set; }

    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>True while a send or receive has the block; it comes back by the completion, or goes to the pool with a closed channel.</summary>
    public bool IsLent { get; set; }

    public readonly int Count => End - Start;

    public readonly ReadOnlySpan<byte> Unread =>
        Block is null ? [] : Block.Bytes.AsSpan(Start, End - Start);

    /// <summary>Takes what a receive brought: the first bytes in a new block, or more behind the ones here.</summary>
    public void Append(Block block, int offset, int count)
    {
        IsLent = false;
        if (Block is null)
        {
            (Block, Start) = (block, offset);
        }

        Debug.Assert(Block == block, "bytes are appended to the block that was lent");
        End = offset + count;
    }

    /// <summary>Takes over another buffer's bytes.</summary>
    public void Set(Block block, int start, int count)
    {
        Debug.Assert(block.Pipe is null, "nobody can read what is in a pipe");
        (Block, Start, End, IsLent) = (block, start, start + count, false);
    }

    public void Skip(int count) => Start += count;

    /// <summary>Makes room behind the unread bytes by moving them to the front; false when they fill the block.</summary>
    public bool TryMakeRoom()
    {
        int limit = Limits.BlockBytes - Limits.BlockTailroomBytes;
        if (End < limit)
        {
            return true;
        }

        if (Start <= Limits.BlockHeadroomBytes)
        {
            return false;
        }

        Unread.CopyTo(Block!.Bytes.AsSpan(Limits.BlockHeadroomBytes)); // unread bytes have a block
        End = Limits.BlockHeadroomBytes + Count;
        Start = Limits.BlockHeadroomBytes;
        return true;
    }

    /// <summary>Forgets a block that went along with a closed channel.</summary>
    public void Forget() => this = default;

    /// <summary>Returns the block, if there is one and it is here.</summary>
    public void Release(BlockPool blocks)
    {
        if (Block is { } block && !IsLent)
        {
            blocks.Return(block);
        }

        this = default;
    }
}
