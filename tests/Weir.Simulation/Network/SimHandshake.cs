// One connect from the first SYN to its end. Lives until the connect completed or its socket was closed.
using System.Net;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>Draws a connection attempt's fate and plays it.</summary>
internal sealed class SimHandshake
{
    private const int MaxSyns = 6;
    private const long FirstSynRetryUs = 1_000_000;
    private readonly SimNetwork _network;
    private readonly FaultProfile _profile;
    private readonly SimSocket _client;
    private readonly bool _delaysAck;
    private int _syns;

    public SimHandshake(SimNetwork network, FaultProfile profile, SimSocket client, bool delaysAck)
    {
        _network = network;
        _profile = profile;
        _client = client;
        _delaysAck = delaysAck;
    }

    public void Start(ConnectFate fate)
    {
        if (fate != ConnectFate.Arrives)
        {
            _network.Note($"fate {fate}", _client.Id);
        }

        switch (fate)
        {
            case ConnectFate.Unreachable:
                FailAfter(_profile.DrawDelayUs(_network.Rng), IoStatus.Unreachable);
                break;
            case ConnectFate.NoResources:
                FailAfter(0, IoStatus.NoResources);
                break;
            case ConnectFate.Refused:
                FailAfter(RoundTripUs(), IoStatus.Refused);
                break;
            case ConnectFate.BlackHole:
                FailAfter(SimNetwork.ConnectGiveUpUs, IoStatus.TimedOut);
                break;
            default:
                _network.After(_profile.DrawDelayUs(_network.Rng), ArriveSyn);
                break;
        }
    }

    private void ArriveSyn()
    {
        if (_client.IsClosed)
        {
            return;
        }

        SimAcceptQueue? queue = _network.Listeners.Find(_client.Remote);
        if (queue is null)
        {
            FailAfter(_profile.DrawDelayUs(_network.Rng), IoStatus.Refused);
        }
        else if (!queue.IsFull)
        {
            Establish(queue);
        }
        else if (++_syns < MaxSyns)
        {
            // A full queue drops the SYN, and it is sent again after 1, 2, 4, … seconds.
            _client.ConnectTimer = _network.After(FirstSynRetryUs << (_syns - 1), ArriveSyn);
        }
        else
        {
            FailAfter(FirstSynRetryUs << _syns, IoStatus.TimedOut);
        }
    }

    private void Establish(SimAcceptQueue queue)
    {
        SimSocket server = _network.NewSocket(_profile, ServerAddress(queue), _client.Local);
        var connection = new SimConnection(_network, _profile, _client, server);
        _network.Note("established", _client.Id, server.Id);
        _network.At(
            connection.EstablishedAtUs(),
            () =>
            {
                if (!_client.IsClosed)
                {
                    // A reset that came with the handshake is found by the first operation.
                    _client.User?.OnConnectDone(IoStatus.Ok);
                }
            }
        );
        if (_delaysAck && queue.Local.Family != SocketFamily.Unix)
        {
            _network.After(
                SimNetwork.DelayedAckUs,
                () => AddLate(queue, server),
                isBackground: true
            );
            return;
        }

        queue.Add(server);
    }

    // Who reset it before the ACK went out was never in the queue.
    private void AddLate(SimAcceptQueue queue, SimSocket server)
    {
        if (_client.IsClosed)
        {
            server.Close();
        }
        else if (queue.IsClosed)
        {
            server.Reset();
        }
        else
        {
            queue.Add(server);
        }
    }

    private SocketEndpoint ServerAddress(SimAcceptQueue queue) =>
        queue.Local.Family == SocketFamily.Unix || !IsAny(queue.Local)
            ? queue.Local
            : _client.Remote;

    private static bool IsAny(in SocketEndpoint address) =>
        address.ToIPAddress() is { } ip
        && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    private long RoundTripUs() =>
        _profile.DrawDelayUs(_network.Rng) + _profile.DrawDelayUs(_network.Rng);

    private void FailAfter(long delayUs, IoStatus status) =>
        _client.ConnectTimer = _network.After(
            delayUs,
            () =>
            {
                ISimSocketUser? user = _client.User;
                if (!_client.IsClosed)
                {
                    _network.Note("connect failed", _client.Id, (int)status);
                    _client.Close();
                    user?.OnConnectDone(status);
                }
            }
        );
}
