// Tells bulk from small talk in one direction of a tunnel, by what its receives bring.
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
}
