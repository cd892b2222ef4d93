// An owner for tests of one detail: each callback is a delegate.
using Weir.Proxy.Io;

namespace Weir.Simulation.Tests;

/// <summary>Callbacks that are not set do nothing.</summary>
internal sealed class RawOwner : IChannelOwner
{
    public Action<Channel, IoStatus>? Connected { get; set; }

    public Action<Channel, Block?, IoStatus>? Received { get; set; }

    public Action<Channel, Block, IoStatus>? Sent { get; set; }

    public void OnConnected(Channel channel, IoStatus status) => Connected?.Invoke(channel, status);

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status) =>
        Received?.Invoke(channel, block, status);

    public void OnSent(Channel channel, Block block, IoStatus status) =>
        Sent?.Invoke(channel, block, status);
}
