// Tells bulk from small talk in one direction of a session, by what its receives bring, and sends bulk through a pipe.
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;

namespace Weir.Proxy.Sessions;

/// <summary>Bulk begins with several full blocks in a row and ends with the first small receive.</summary>
internal struct BulkGauge
{
    private int _fullBlocks;

    public readonly bool IsBulk => _fullBlocks >= Limits.BulkAfterBlocks;

    /// <summary>Notes a receive of <paramref name="count"/> bytes into a block.</summary>
    public void Note(Block block, int count)
    {
        int enough = block.Pipe is null
            ? block.Bytes.Length - Limits.BlockHeadroomBytes - Limits.BlockTailroomBytes
            : Limits.BulkFloorBytes;
        _fullBlocks =
            count < enough ? 0
            : IsBulk ? _fullBlocks
            : _fullBlocks + 1;
    }

    /// <summary>
    /// Asks for the next bytes once <paramref name="sent"/> is free again: into the same pipe, or into one that takes the block's place,
    /// while the direction is bulk and nobody needs to look at them.
    /// </summary>
    public void ReceiveNext(Channel from, Block sent, BlockPool blocks, bool mayPipe = true)
    {
        if (IsBulk && mayPipe && sent.Pipe is { HasBytes: false }) // after a failed send it has
        {
            from.Receive(sent);
            return;
        }

        blocks.Return(sent);
        Block? pipe = null;
        if (IsBulk && mayPipe && !blocks.TryRentPipe(out pipe))
        {
            this = default; // asked for again after as many blocks
        }

        from.Receive(pipe);
    }
}
