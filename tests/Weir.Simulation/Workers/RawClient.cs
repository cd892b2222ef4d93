// A client that sends what it is told and notes what comes and when. Owned by its test.
using System.Text;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>For tests that look at single moments.</summary>
internal sealed class RawClient
{
    private readonly StringBuilder _text = new();

    public RawClient(SimWorld world, SocketEndpoint target, string first = "")
    {
        Peer = world.Connect(target);
        Peer.OnBytes = (_, bytes) =>
        {
            _text.Append(Encoding.Latin1.GetString(bytes));
            LastByteUs = world.Network.Clock.NowUs;
        };
        Peer.OnFin = p =>
        {
            HasFin = true;
            EndUs = world.Network.Clock.NowUs;
            if (ClosesOnFin)
            {
                p.Close();
            }
        };
        Peer.OnFailed = (_, status) =>
        {
            Failure = status;
            EndUs = world.Network.Clock.NowUs;
        };
        if (first.Length > 0)
        {
            Send(first);
        }
    }

    public SimPeer Peer { get; }

    public bool ClosesOnFin { get; set; } = true;

    public bool HasFin { get; private set; }

    public IoStatus Failure { get; private set; }

    public bool HasEnded => EndUs > 0;

    public long LastByteUs { get; private set; }

    public long EndUs { get; private set; }

    public string Text => _text.ToString();

    /// <summary>The status of the last response begun; 0 for none.</summary>
    public int Status
    {
        get
        {
            int at = Text.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal);
            return at < 0 || at + 12 > Text.Length
                ? 0
                : int.Parse(
                    Text.AsSpan(at + 9, 3),
                    System.Globalization.CultureInfo.InvariantCulture
                );
        }
    }

    public int ResponseCount => Text.Split("HTTP/1.1 ").Length - 1;

    public void Send(string text) => Peer.Send(Encoding.Latin1.GetBytes(text));
}
