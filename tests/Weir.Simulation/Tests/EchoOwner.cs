// Sends back what it receives, one block at a time, and closes after the peer's FIN.
using Weir.Proxy.Io;

namespace Weir.Simulation.Tests;

/// <summary>A server's side of an echo; the smallest owner with backpressure.</summary>
internal sealed class EchoOwner(BlockPool pool) : IChannelOwner, IListenerOwner
{
    public bool IsStopped { get; private set; }

    public int AcceptFailures { get; private set; }

    public void OnAccepted(Listener listener, Channel channel)
    {
        channel.Owner = this;
        channel.Receive();
    }

    public void OnStopped(Listener listener) => IsStopped = true;

    public void OnAcceptFailed(Listener listener, IoStatus status) => AcceptFailures++;

    public void OnConnected(Channel channel, IoStatus status) =>
        throw new InvalidOperationException("nobody connects here");

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (status == IoStatus.Ok)
        {
            channel.Send(block!, offset, count); // bytes come in a block
        }
        else
        {
            channel.Close();
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        pool.Return(block);
        if (status == IoStatus.Ok)
        {
            channel.Receive();
        }
        else
        {
            channel.Close();
        }
    }
}
