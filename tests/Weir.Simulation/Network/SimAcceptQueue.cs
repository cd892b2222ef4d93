// The kernel's side of one listening socket: connections that are established and not yet accepted.
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>A bounded queue of connections. Owned by the network until its listening socket is closed.</summary>
public sealed class SimAcceptQueue
{
    private readonly RingQueue<SimSocket> _waiting = new();
    private readonly SimNetwork _network;
    private readonly int _backlog;

    internal SimAcceptQueue(SimNetwork network, SocketEndpoint local, int backlog)
    {
        _network = network;
        Local = local;
        _backlog = backlog;
    }

    public SocketEndpoint Local { get; }

    /// <summary>Told whenever a connection came in; null while nobody has taken the socket over.</summary>
    public Action? OnWaiting { get; set; }

    public int Count => _waiting.Count;

    public bool IsClosed { get; private set; }

    /// <summary>listen(2): the queue holds one more than the backlog says.</summary>
    internal bool IsFull => _waiting.Count > _backlog;

    public bool TryAccept(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SimSocket? socket
    ) => _waiting.TryDequeue(out socket!);

    /// <summary>Closes the listening socket; who is still in the queue gets RST.</summary>
    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        OnWaiting = null;
        _network.Listeners.Remove(this);
        while (TryAccept(out SimSocket? socket))
        {
            socket.Reset();
        }
    }

    internal void Add(SimSocket socket)
    {
        _waiting.Enqueue(socket);
        OnWaiting?.Invoke();
    }
}
