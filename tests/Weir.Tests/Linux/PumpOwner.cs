// Moves bytes from one channel to another, one block at a time: the smallest proxy.
using Weir.Proxy.Io;

namespace Weir.Tests.Linux;

/// <summary>Owner of both channels. Asks for the next bytes when the last ones are sent, through one pipe if it is given one; passes the end on.</summary>
internal sealed class PumpOwner(Channel from, Channel to, BlockPool pool) : IChannelOwner
{
    internal bool IsEnded { get; private set; }

    internal void Start(Block? pipe = null)
    {
        from.Owner = this;
        to.Owner = this;
        from.Receive(pipe);
    }

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (status == IoStatus.Ok)
        {
            to.Send(block!, offset, count); // bytes come in a block
            return;
        }

        IsEnded = true;
        to.ShutdownSend();
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        if (block.Pipe is null)
        {
            pool.Return(block);
        }

        if (status == IoStatus.Ok)
        {
            from.Receive(block.Pipe is null ? null : block);
        }
    }
}
