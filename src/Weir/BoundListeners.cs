// The sockets of one config's listeners, in its order.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir;

/// <summary>For each listener its address, and fresh sockets unless it was bound already.</summary>
internal sealed class BoundListeners(int count) : IDisposable
{
    /// <summary>One socket a worker; null where the listener goes on with those it has.</summary>
    public ListenSocket[]?[] Sockets { get; } = new ListenSocket[]?[count];

    /// <summary>The real addresses.</summary>
    public SocketEndpoint[] Locals { get; } = new SocketEndpoint[count];

    /// <summary>Closes the sockets of a config that does not come into force.</summary>
    public void Dispose()
    {
        foreach (ListenSocket socket in Sockets.SelectMany(s => s ?? []))
        {
            socket.Dispose();
        }
    }
}
