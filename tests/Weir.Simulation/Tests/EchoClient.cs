// A scripted client that sends a pattern to an echo and checks what comes back, byte for byte.
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Simulation.Harness;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Tests;

/// <summary>Done when everything came back, or the connection died.</summary>
internal sealed class EchoClient
{
    private readonly int _salt;
    private readonly int _total;

    public EchoClient(SimPeer peer, int salt, int total)
    {
        _salt = salt;
        _total = total;
        peer.OnConnected = Start;
        peer.OnBytes = Check;
        peer.OnFin = p =>
        {
            IsComplete = Echoed == _total;
            p.Close();
        };
        peer.OnFailed = (_, status) => Failure = status;
        Peer = peer;
    }

    public SimPeer Peer { get; }

    public int Echoed { get; private set; }

    public bool IsComplete { get; private set; }

    public IoStatus? Failure { get; private set; }

    public bool IsDone => Peer.IsClosed;

    private void Start(SimPeer peer)
    {
        var bytes = new byte[_total];
        for (int i = 0; i < _total; i++)
        {
            bytes[i] = ReactorRig.Pattern(_salt + i);
        }

        peer.Send(bytes);
        peer.Fin();
    }

    private void Check(SimPeer peer, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (Echoed == _total || b != ReactorRig.Pattern(_salt + Echoed))
            {
                throw new SimFailureException(
                    $"connection {peer.Id}: byte {Echoed} came back wrong"
                );
            }

            Echoed++;
        }
    }
}
