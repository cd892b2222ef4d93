// What both ends of a connection share: the two pipes and the accident that may happen between them. Owned by the network.
using Weir.Proxy.Io;

namespace Weir.Simulation.Network;

/// <summary>Two linked sockets.</summary>
internal sealed class SimConnection
{
    private readonly SimNetwork _network;
    private readonly SimSocket _client;
    private readonly SimSocket _server;
    private readonly bool _isToBackend;
    private readonly SimPipe _toServer;
    private readonly SimPipe _toClient;
    private Action? _accident;
    private SimEvent? _accidentEvent;
    private long _accidentAtBytes = long.MaxValue;

    public SimConnection(
        SimNetwork network,
        FaultProfile profile,
        SimSocket client,
        SimSocket server
    )
    {
        _network = network;
        _client = client;
        _server = server;
        _isToBackend = client.User is Channel; // who connects by a reactor is the proxy
        _toServer = new SimPipe(network, profile, client, server);
        _toClient = new SimPipe(network, profile, server, client);
        client.Link(this, _toServer, _toClient);
        server.Link(this, _toClient, _toServer);
        DrawAccident(profile);
    }

    public bool IsLost { get; private set; }

    public SimSocket PeerOf(SimSocket socket) => socket == _client ? _server : _client;

    /// <summary>When the client hears that it is connected; what the server sends arrives later.</summary>
    public long EstablishedAtUs() => _toClient.NextArrivalUs();

    public void Lose()
    {
        if (!IsLost)
        {
            IsLost = true;
            _network.Note(_isToBackend ? "backend lost" : "client lost", _client.Id, _server.Id);
            _accidentEvent?.Cancel();
            _toServer.Lose();
            _toClient.Lose();
        }
    }

    /// <summary>Called as bytes set out.</summary>
    public void OnMoved()
    {
        if (_toServer.BytesMoved + _toClient.BytesMoved >= _accidentAtBytes)
        {
            _accidentAtBytes = long.MaxValue;
            _network.After(1, _accident!); // set together with the byte count
        }
    }

    /// <summary>One end closed. A connection with no user left has no accidents and, when lost, no life.</summary>
    public void OnClosed()
    {
        if (_client.IsClosed && _server.IsClosed)
        {
            _accidentEvent?.Cancel();
            _accidentAtBytes = long.MaxValue;
        }
    }

    private void DrawAccident(FaultProfile profile)
    {
        _accident =
            _network.Rng.Chance(profile.ResetProbability) ? Cut
            : _network.Rng.Chance(profile.VanishProbability) ? Lose
            : null;
        if (_accident is null)
        {
            return;
        }

        if (_network.Rng.Chance(0.5))
        {
            _accidentAtBytes = _network.Rng.Between(1, profile.FaultWithinBytes);
        }
        else
        {
            long afterUs = _network.Rng.Between(0, profile.FaultWithinUs);
            _accidentEvent = _network.After(afterUs, _accident, isBackground: true);
        }
    }

    // A box in the middle resets both sides.
    private void Cut()
    {
        _network.Note("cut in the middle", _client.Id, _server.Id);
        _client.ReceiveReset();
        _server.ReceiveReset();
    }
}
