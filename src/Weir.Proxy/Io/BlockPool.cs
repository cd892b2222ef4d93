// The bounded store of blocks of one reactor. Last returned is rented first, so that a busy reactor works in cache.
using System.Diagnostics.CodeAnalysis;
using Weir.Configuration;

namespace Weir.Proxy.Io;

/// <summary>Rents blocks up to a limit. Owned by one reactor thread. A block goes back exactly once, by whoever owns it then.</summary>
public sealed class BlockPool(int blockBytes, int maxBlocks)
{
    private readonly Stack<Block> _free = new();
    private readonly Stack<Block> _freePipes = new();

    public int BlockBytes { get; } = blockBytes;

    /// <summary>The most blocks that may be out at once; a receive that finds none waits for a return.</summary>
    public int MaxBlocks { get; } = maxBlocks;

    /// <summary>Blocks that are out now.</summary>
    public int RentedCount { get; private set; }

    /// <summary>Opens a block with a pipe, or returns null when none can be opened. Set by an engine that has pipes.</summary>
    public Func<Block?>? OpenPipe { get; set; }

    /// <summary>Blocks with a pipe that are out now, besides <see cref="RentedCount"/>.</summary>
    public int RentedPipeCount { get; private set; }

    /// <summary>Bytes that were received into pipes and so went on without a copy; counted by the sessions.</summary>
    public long PipedBytes { get; internal set; }

    public bool TryRent([NotNullWhen(true)] out Block? block)
    {
        if (RentedCount == MaxBlocks)
        {
            block = null;
            return false;
        }

        block = _free.TryPop(out Block? free) ? free : new Block(BlockBytes);
        block.IsRented = true;
        RentedCount++;
        return true;
    }

    /// <summary>Rents a block with an empty pipe; false where the engine has none, or <see cref="Limits.MaxPipes"/> are out.</summary>
    public bool TryRentPipe([NotNullWhen(true)] out Block? block)
    {
        block = null;
        if (RentedPipeCount == Limits.MaxPipes)
        {
            return false;
        }

        block = _freePipes.TryPop(out Block? free) ? free : OpenPipe?.Invoke();
        if (block is null)
        {
            return false;
        }

        block.IsRented = true;
        RentedPipeCount++;
        return true;
    }

    public void Return(Block block)
    {
        // Always on: a block returned twice would carry one client's bytes to another.
        if (!block.IsRented)
        {
            throw new InvalidOperationException("a block was returned twice");
        }

        block.IsRented = block.IsLent = false;
        if (block.Pipe is { } pipe)
        {
            ReturnPipe(block, pipe);
            return;
        }

        RentedCount--;
        _free.Push(block);
    }

    /// <summary>Takes back a block if it has a pipe: a receive that was to fill it ended without bytes.</summary>
    public void ReturnPipe(Block? block)
    {
        if (block?.Pipe is not null)
        {
            Return(block);
        }
    }

    /// <summary>Takes back what an owner had in hand when a defect ended it, unless it was passed on before.</summary>
    public void ReturnStranded(Block? block)
    {
        if (block is { IsRented: true, IsLent: false })
        {
            Return(block);
        }
    }

    /// <summary>Closes the pipes that are not out; the reactor ends.</summary>
    public void ClosePipes()
    {
        while (_freePipes.TryPop(out Block? block))
        {
            block.Pipe!.Close(); // there are no others
        }
    }

    private void ReturnPipe(Block block, Pipe pipe)
    {
        RentedPipeCount--;
        if (pipe.HasBytes)
        {
            pipe.Close(); // they are one client's, and never another's
        }
        else
        {
            _freePipes.Push(block);
        }
    }
}
