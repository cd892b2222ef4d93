// Sends back whatever comes, from the block it came in, without an allocation.
using Weir.Proxy.Io;

namespace Weir.Tests.Linux;

/// <summary>Owner of both ends of a connection; one block goes round for ever.</summary>
internal sealed class PingPongOwner : IChannelOwner
{
    private Block? _spare;

    internal int Sends { get; private set; }

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (status == IoStatus.Ok)
        {
            channel.Send(block!, offset, count); // bytes come in a block
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        Sends++;
        if (_spare is null)
        {
            // The first ball is the test's own block; the receives bring theirs.
            _spare = block;
            return;
        }

        channel.Receive(block, 2048);
    }
}
