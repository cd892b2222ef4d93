// Tells bulk from small talk in one direction of a session, by what its receives bring, and sends bulk through a pipe.
using Weir.Configuration;
using Weir.Proxy.Io;

namespace Weir.Proxy.Bodies;

/// <summary>
/// Bulk begins when much has moved without an answer in between, however it was cut into receives, and ends with the first small receive
/// after an answer or with several small ones in a row: one alone is what a loaded machine makes of bulk now and then.
/// </summary>
internal struct BulkGauge
{
    private int _moved; // since the other side spoke; no more is counted once it is bulk
    private int _smallInARow;
    private bool _isAnswered;

    public readonly bool IsBulk => _moved >= Limits.BulkAfterBytes;

    /// <summary>Notes a receive of <paramref name="count"/> bytes; small for this direction is an answer to the other one.</summary>
    public void Note(Block block, int count, BlockPool blocks)
    {
        if (block.Pipe is not null)
        {
            blocks.PipedBytes += count;
        }

        if (!IsSmall(count))
        {
            _moved = IsBulk ? _moved : _moved + count;
            _smallInARow = 0;
        }
        else if (_isAnswered || ++_smallInARow == Limits.SmallReceivesToLeaveBulk)
        {
            this = default;
        }

        _isAnswered = false;
    }

    /// <summary>Notes that the other side received <paramref name="count"/> bytes. Little is a request or an answer; bulk both ways at once is none.</summary>
    public void NoteOther(int count)
    {
        if (IsSmall(count))
        {
            _isAnswered = true;
            _moved = IsBulk ? _moved : 0;
        }
    }

    /// <summary>
    /// Asks for the next bytes once <paramref name="sent"/> is free again: into the same pipe, or into one that takes the block's place,
    /// while the direction is bulk and nobody needs to look at them: neither <paramref name="from"/> nor whom
    /// <paramref name="mayPipe"/> speaks for.
    /// </summary>
    public void ReceiveNext(Channel from, Block sent, BlockPool blocks, bool mayPipe)
    {
        mayPipe &= from.TakesPipes;
        if (IsBulk && mayPipe && sent.Pipe is { HasBytes: false }) // after a failed send it has
        {
            from.Receive(sent);
            return;
        }

        blocks.Return(sent);
        Block? pipe = null;
        if (IsBulk && mayPipe && !blocks.TryRentPipe(out pipe))
        {
            this = default; // asked for again after as many bytes
        }

        from.Receive(pipe);
    }

    private static bool IsSmall(int count) => count < Limits.BulkFloorBytes;
}
