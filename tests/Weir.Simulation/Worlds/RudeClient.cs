// A client that sends something malformed and takes what comes. Owned by ScenarioRun.
using System.Globalization;
using System.Text;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Worlds;

/// <summary>It gets one refusal and the end, or the end alone; a mutant may also be in order and be answered.</summary>
internal sealed class RudeClient : IWorldClient
{
    private const long PatienceUs = 30_000_000;
    private const int MostRefusals = 1;

    private static readonly byte[] Mutable = Encoding.Latin1.GetBytes(
        "POST /mutant HTTP/1.1\r\nHost: a\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-B: c\r\n\r\n"
            + "PUT /mutant HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
    );

    private readonly SimWorld _world;
    private readonly ClientPlan _plan;
    private readonly SocketEndpoint _target;
    private readonly StringBuilder _text = new();
    private readonly bool _isMutant;
    private SimPeer? _peer;

    public RudeClient(SimWorld world, ClientPlan plan, SocketEndpoint target)
    {
        _world = world;
        _plan = plan;
        _target = target;
        _isMutant = plan.Kind == ClientKind.Mutant;
    }

    public bool IsDone { get; private set; }

    public void Start()
    {
        var rng = new Rng(_plan.Seed);
        byte[] bytes = _isMutant
            ? Mutate(rng)
            : SimRudeRequests.Get(rng.Next(SimRudeRequests.Count));
        _peer = _world.Connect(_target);
        _peer.OnBytes = (_, got) => OnBytes(got);
        _peer.OnFin = peer =>
        {
            peer.Close();
            IsDone = true;
        };
        _peer.OnFailed = (_, _) => IsDone = true;
        int first = rng.Pick(bytes.Length, 1 + rng.Next(bytes.Length));
        _peer.Send(bytes.AsSpan(0, first));
        _peer.After(rng.Scaled(1, 500_000), peer => peer.Send(bytes.AsSpan(first)));
        _peer.After(PatienceUs, _ => Leave());
    }

    public void Leave()
    {
        _peer?.Reset();
        IsDone = true;
    }

    public void CheckServed()
    {
        // On a slow network the end may overtake the refusal: who lingers does so for two seconds.
        bool isSure = !_isMutant && _world.Network.Profile == FaultProfile.None;
        if (isSure && Responses().Count != MostRefusals)
        {
            throw new SimFailureException(
                $"client {_plan.Id} was refused {Responses().Count} times"
            );
        }
    }

    private void OnBytes(ReadOnlySpan<byte> got)
    {
        _text.Append(Encoding.Latin1.GetString(got));
        List<int> responses = Responses();
        if (!_isMutant && (responses.Count > MostRefusals || responses.Exists(s => s < 400)))
        {
            throw new SimFailureException(
                $"client {_plan.Id} sent a malformed request and got {string.Join(", ", responses)}"
            );
        }
    }

    // Statuses in the order in which they came.
    private List<int> Responses()
    {
        string text = _text.ToString();
        List<int> statuses = [];
        for (
            int at = 0;
            (at = text.IndexOf("HTTP/1.1 ", at, StringComparison.Ordinal)) >= 0;
            at += 9
        )
        {
            if (at + 12 <= text.Length)
            {
                statuses.Add(int.Parse(text.AsSpan(at + 9, 3), CultureInfo.InvariantCulture));
            }
        }

        return statuses;
    }

    private static byte[] Mutate(Rng rng)
    {
        List<byte> bytes = [.. Mutable];
        for (int left = rng.Scaled(1, 4); left > 0; left--)
        {
            int at = rng.Next(bytes.Count);
            switch (rng.Next(4))
            {
                case 0:
                    bytes[at] = (byte)rng.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, rng.Pick("\r\n\t :,;0aA\0\u007f\u00ff"u8));
                    break;
                default:
                    bytes.Insert(at, bytes[rng.Next(bytes.Count)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
