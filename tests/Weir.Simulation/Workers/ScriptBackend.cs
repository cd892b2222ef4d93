// An http backend whose every answer is written by the test. Owned by its test.
using System.Text;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>Calls the test with each complete request head: its connection, the head, and the count of requests on that connection.</summary>
internal sealed class ScriptBackend
{
    private readonly SimPeerListener _listener;

    public ScriptBackend(
        SimWorld world,
        SocketEndpoint address,
        Action<SimPeer, string, int> onRequest
    )
    {
        _listener = world.Listen(
            address,
            peer =>
            {
                Peers.Add(peer);
                var text = new StringBuilder();
                int count = 0;
                peer.OnBytes = (_, bytes) =>
                {
                    text.Append(Encoding.Latin1.GetString(bytes));
                    int end;
                    while (
                        (end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) >= 0
                    )
                    {
                        string head = text.ToString(0, end + 4);
                        text.Remove(0, end + 4);
                        Requests.Add(head);
                        onRequest(peer, head, ++count);
                    }
                };
                peer.OnFin = p => p.Close();
            }
        );
    }

    public List<SimPeer> Peers { get; } = [];

    /// <summary>All heads, in order of their arrival.</summary>
    public List<string> Requests { get; } = [];

    public int OpenCount => Peers.Count(p => !p.IsClosed);

    public static void Reply(
        SimPeer peer,
        string body = "ok",
        string fields = "",
        int status = 200
    ) =>
        peer.Send(
            Encoding.Latin1.GetBytes(
                $"HTTP/1.1 {status} Sim\r\nContent-Length: {body.Length}\r\n{fields}\r\n{body}"
            )
        );

    public void StopListening() => _listener.Close();

    public void Kill()
    {
        _listener.Close();
        Peers.ForEach(p => p.Reset());
    }
}
