// Binds sockets of a simulated network.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>The simulator's socket factory.</summary>
public sealed class SimSockets(SimNetwork network) : SocketFactory
{
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

        sockets = Array.ConvertAll(queues, queue => (ListenSocket)new SimListenSocket(queue));
        error = null;
        return true;
    }
}
