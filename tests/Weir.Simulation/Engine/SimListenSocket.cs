// A bound simulated socket that no reactor has taken yet.
using Weir.Proxy.Io;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>Connections queue up in it from the moment it was bound.</summary>
public sealed class SimListenSocket : ListenSocket
{
    private SimAcceptQueue? _queue;

    internal SimListenSocket(SimAcceptQueue queue)
    {
        _queue = queue;
        Local = queue.Local;
    }

    internal int QueuedCount => _queue?.Count ?? 0;

    internal SimAcceptQueue Take()
    {
        SimAcceptQueue queue =
            _queue ?? throw new InvalidOperationException("the socket was taken or closed before");
        _queue = null;
        return queue;
    }

    protected override void Dispose(bool disposing)
    {
        _queue?.Close();
        _queue = null;
    }
}
