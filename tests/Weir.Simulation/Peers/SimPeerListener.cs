// A scripted server's listening socket. Owned by its script.
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Peers;

/// <summary>Accepts every connection at once and hands it to the script.</summary>
public sealed class SimPeerListener
{
    private readonly SimAcceptQueue _queue;

    public SimPeerListener(
        SimNetwork network,
        in SocketEndpoint address,
        Action<SimPeer> onAccepted,
        int backlog = 1024
    )
    {
        _queue =
            network.Listeners.TryBind(address, backlog, count: 1)?[0]
            ?? throw new InvalidOperationException($"{address} is taken");
        _queue.OnWaiting = () =>
        {
            while (!IsPaused && _queue.TryAccept(out SimSocket? socket))
            {
                onAccepted(SimPeer.Accept(network, socket));
            }
        };
    }

    public SocketEndpoint Address => _queue.Local;

    /// <summary>True lets connections pile up in the backlog.</summary>
    public bool IsPaused { get; private set; }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        _queue.OnWaiting?.Invoke();
    }

    /// <summary>Nobody listens any more: connects are refused.</summary>
    public void Close() => _queue.Close();
}
