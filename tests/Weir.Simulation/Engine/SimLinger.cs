// A lingering close: reads and throws away until the peer closes or the time is over (RFC 9112 §9.6). Owned by the network's events.
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>Takes over a socket whose channel was closed lingering.</summary>
internal sealed class SimLinger : ISimSocketUser
{
    private readonly SimSocket _socket;
    private readonly Action _onDone;
    private readonly SimEvent _timer;
    private readonly byte[] _sink = new byte[4096];

    public SimLinger(SimNetwork network, SimSocket socket, Action onDone)
    {
        _socket = socket;
        _onDone = onDone;
        _timer = network.After(Limits.LingerMs * 1000L, Finish);
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
            _socket.Read(_sink, out _);
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

    private void Finish()
    {
        _timer.Cancel();
        _socket.Close();
        _onDone();
    }
}
