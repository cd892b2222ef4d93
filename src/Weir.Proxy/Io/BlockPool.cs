// The bounded store of blocks of one reactor. Last returned is rented first, so that a busy reactor works in cache.
namespace Weir.Proxy.Io;

/// <summary>Rents blocks up to a limit. Owned by one reactor thread. A block goes back exactly once, by whoever owns it then.</summary>
public sealed class BlockPool(int blockBytes, int maxBlocks)
{
    private readonly Stack<Block> _free = new();

    public int BlockBytes { get; } = blockBytes;

    /// <summary>The most blocks that may be out at once; a receive that finds none waits for a return.</summary>
    public int MaxBlocks { get; } = maxBlocks;

    /// <summary>Blocks that are out now.</summary>
    public int RentedCount { get; private set; }

    public bool TryRent([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Block? block)
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

    public void Return(Block block)
    {
        // Always on: a block returned twice would carry one client's bytes to another.
        if (!block.IsRented)
        {
            throw new InvalidOperationException("a block was returned twice");
        }

        block.IsRented = false;
        RentedCount--;
        _free.Push(block);
    }
}
