// Who sits on a simulated socket: a reactor's channel, or a scripted peer.
using Weir.Proxy.Io;

namespace Weir.Simulation.Network;

/// <summary>Called by the network's events, as the kernel marks a descriptor ready. What is there must be asked of the socket.</summary>
public interface ISimSocketUser
{
    /// <summary>A connect came to its end; unless Ok the socket is closed.</summary>
    void OnConnectDone(IoStatus status);

    /// <summary>Bytes, an end of stream or an error came.</summary>
    void OnReadable();

    /// <summary>There is room to write again, or an error came.</summary>
    void OnWritable();
}
