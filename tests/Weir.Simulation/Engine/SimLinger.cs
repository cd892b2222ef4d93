// A lingering close: reads and throws away until the peer closes or the time is over (RFC 9112 §9.6). Owned by the network's events.
using Weir.Proxy.Io;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>Takes over a socket whose channel was closed lingering.</summary>
internal sealed class SimLinger : ISimSocketUser
{
    private readonly SimSocket _socket;
    private readonly Action _onDone;
    private readonly SimNetwork _network;
    private LingerClock _clock;
    private SimEvent _timer;
    private readonly byte[] _sink = new byte[4096];

    public SimLinger(SimNetwork network, SimSocket socket, int minBytesPerSecond, Action onDone)
    {
        _network = network;
        _socket = socket;
        _onDone = onDone;
        _clock = new(network.Clock.NowUs, minBytesPerSecond);
        _timer = network.At(_clock.Look(network.Clock.NowUs), Look);
    }

    public void Start()
    {
        _socket.User = this;
        OnReadable();
    }

    public void OnConnectDone(IoStatus status)
    {
        // Only a connected socket lingers.
    }

    public void OnReadable()
    {
        while (_socket.Unread > 0)
        {
            _clock.OnBytes(_socket.Read(_sink, out _), _network.Clock.NowUs);
        }

        if (_socket.IsReadable)
        {
            Finish();
        }
    }

    public void OnWritable()
    {
        // The kernel sends what it holds by itself.
    }

    private void Look()
    {
        long againUs = _clock.Look(_network.Clock.NowUs);
        if (againUs == 0)
        {
            Finish();
        }
        else
        {
            _timer = _network.At(againUs, Look);
        }
    }

    private void Finish()
    {
        _timer.Cancel();
        _socket.Close();
        _onDone();
    }
}
