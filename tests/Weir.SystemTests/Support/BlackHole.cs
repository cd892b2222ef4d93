// A backend that exists and never answers a SYN: its accept queue is full.
using System.Net;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>Connects to <see cref="Address"/> neither succeed nor fail.</summary>
public sealed class BlackHole : IDisposable
{
    private readonly Socket _listener = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );
    private readonly List<Socket> _queued = [];

    public BlackHole()
    {
        _listener.Bind(new IPEndPoint(LoopbackAddress.Next(), 0));
        _listener.Listen(0);
        // A queue of length n holds n + 1; whatever the kernel makes of 0, the connect that stays pending shows that it is full.
        for (int i = 0; i < 8; i++)
        {
            var filler = new Socket(
                AddressFamily.InterNetwork,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            _queued.Add(filler);
            Task connected = filler.ConnectAsync(_listener.LocalEndPoint!);
            if (!connected.Wait(TimeSpan.FromMilliseconds(200)))
            {
                return;
            }
        }

        throw new InvalidOperationException("the accept queue never filled");
    }

    public string Address => _listener.LocalEndPoint!.ToString()!;

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
