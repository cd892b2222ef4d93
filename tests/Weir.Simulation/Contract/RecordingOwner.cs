// An owner of one channel that writes down what comes, and can keep receiving by itself.
using Weir.Proxy.Io;

namespace Weir.Simulation.Contract;

/// <summary>Records completions. Received bytes are copied and their blocks returned, unless kept.</summary>
public sealed class RecordingOwner : IChannelOwner
{
    private BlockPool? _pool;

    public Channel Channel { get; set; } = null!; // set by the rig before anything can come

    public IoStatus? Connected { get; private set; }

    public List<byte> Bytes { get; } = [];

    public int ReceiveCount { get; private set; }

    public IoStatus? LastReceive { get; private set; }

    public Block? LastBlock { get; private set; }

    public int LastOffset { get; private set; }

    public int LastCount { get; private set; }

    public int SentCount { get; private set; }

    public IoStatus? LastSend { get; private set; }

    public Block? SentBlock { get; private set; }

    public IoStatus? HungUp { get; private set; }

    /// <summary>All callbacks so far.</summary>
    public int CallCount { get; private set; }

    /// <summary>The end of the stream or an error came.</summary>
    public bool IsEnded => LastReceive is not null and not IoStatus.Ok;

    /// <summary>Receives until the end, giving every block back.</summary>
    public void KeepReceiving(BlockPool pool)
    {
        _pool = pool;
        Channel.Receive();
    }

    public void OnConnected(Channel channel, IoStatus status)
    {
        CallCount++;
        Connected = status;
    }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        CallCount++;
        ReceiveCount++;
        (LastReceive, LastBlock, LastOffset, LastCount) = (status, block, offset, count);
        if (count > 0 && block!.Pipe is null) // what is in a pipe nobody can look at
        {
            Bytes.AddRange(block.Bytes.AsSpan(offset, count)); // bytes come in a block
        }

        if (_pool is not null)
        {
            if (block is not null)
            {
                _pool.Return(block);
            }

            if (status == IoStatus.Ok)
            {
                Channel.Receive();
            }
        }
    }

    public void OnHungUp(Channel channel, IoStatus status)
    {
        CallCount++;
        HungUp = status;
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        CallCount++;
        SentCount++;
        (LastSend, SentBlock) = (status, block);
    }
}
