// Binds sockets of a simulated network.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>The simulator's socket factory.</summary>
public sealed class SimSockets(SimNetwork network) : SocketFactory
{
    /// <summary>More sockets on an address of our own.</summary>
    public ListenSocket[] Join(SocketEndpoint address, int backlog, int count) =>
        SocketsOf(network.Listeners.Join(address, backlog, count));

    public override bool TryListen(
        SocketEndpoint address,
        int backlog,
        int count,
        out ListenSocket[] sockets,
        out string? error
    )
    {
        if (network.Listeners.TryBind(address, backlog, count) is not { } queues)
        {
            sockets = [];
            error = $"{address}: address already in use";
            return false;
        }

        sockets = SocketsOf(queues);
        error = null;
        return true;
    }

    private static ListenSocket[] SocketsOf(SimAcceptQueue[] queues) =>
        Array.ConvertAll(queues, queue => (ListenSocket)new SimListenSocket(queue));
}
