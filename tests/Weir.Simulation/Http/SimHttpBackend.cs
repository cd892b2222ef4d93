// A simulated HTTP server behind the proxy. Owned by its scenario.
using System.Globalization;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Http;

/// <summary>Answers each request as <paramref name="choose"/> says; a request without an id (a health check) gets a plain 200.</summary>
public sealed class SimHttpBackend(
    SimWorld world,
    SocketEndpoint address,
    SimLedger ledger,
    Func<SimAnswer> choose
)
{
    private readonly List<SimPeer> _peers = [];
    private SimPeerListener? _listener;

    public SocketEndpoint Address { get; } = address;

    /// <summary>Told of each request's head, for what a scenario knows of it.</summary>
    internal Action<SimHttpReader>? OnHead { get; init; }

    /// <summary>Connections accepted so far.</summary>
    public int AcceptCount { get; private set; }

    /// <summary>Requests answered in full.</summary>
    public int AnswerCount { get; internal set; }

    /// <summary>Connections that are open now.</summary>
    public int OpenCount => _peers.Count(peer => !peer.IsClosed);

    internal SimNetwork Network => world.Network;

    internal SimLedger Ledger { get; } = ledger;

    internal string Name { get; } = address.ToString();

    public void Start() => _listener = world.Listen(Address, OnAccepted);

    /// <summary>Refuses new connections; those that are open go on.</summary>
    public void StopListening()
    {
        _listener?.Close();
        _listener = null;
    }

    /// <summary>The process dies: its kernel refuses and resets.</summary>
    public void Kill()
    {
        StopListening();
        foreach (SimPeer peer in _peers)
        {
            peer.Reset();
        }

        _peers.Clear();
    }

    /// <summary>The machine is gone: nobody answers any more, not even with a refusal.</summary>
    public void Vanish()
    {
        world.Network.SetProfile(Address, new() { BlackHoleProbability = 1 });
        StopListening();
        foreach (SimPeer peer in _peers)
        {
            peer.Vanish();
        }

        _peers.Clear();
    }

    /// <summary>The process stands still: its kernel takes connections and bytes until its buffers are full.</summary>
    public void Freeze()
    {
        _listener?.Pause();
        _peers.ForEach(peer => peer.PauseReading());
    }

    public void Thaw()
    {
        _listener?.Resume();
        foreach (SimPeer peer in _peers.Where(peer => !peer.IsClosed).ToArray())
        {
            peer.ResumeReading();
        }
    }

    internal SimAnswer Choose() => choose();

    internal static int IdOf(SimHttpReader request) =>
        int.Parse(request.Field("x-sim-id")!, CultureInfo.InvariantCulture); // asked for by the caller

    private void OnAccepted(SimPeer peer)
    {
        AcceptCount++;
        _peers.Add(peer);
        new SimBackendConnection(this, peer).Start();
    }
}
