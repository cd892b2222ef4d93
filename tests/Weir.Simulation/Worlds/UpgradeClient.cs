// A client that switches to another protocol and sends bytes that come back as they went. Owned by ScenarioRun.
using System.Text;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Worlds;

/// <summary>After 101 it sends some bytes, some of them perhaps before; when all are back it closes its side and waits for the end.</summary>
internal sealed class UpgradeClient(
    SimWorld world,
    ClientPlan plan,
    SocketEndpoint target,
    Scenario scenario
) : IWorldClient
{
    // Where machines vanish nobody may ever say that the other side is gone.
    private readonly long _patienceUs = scenario.IsSound ? 1_700_000_000 : 60_000_000;
    private readonly StringBuilder _head = new();
    private readonly int _total = new Rng(plan.Seed).Scaled(1, scenario.MostBodyBytes);
    private readonly UpgradePlan _upgrade = LateDraw.Upgrade(plan.Seed, scenario);
    private SimPeer? _peer;
    private bool _isTunnel;
    private int _got;

    public bool IsDone { get; private set; }

    private bool IsWhole => _isTunnel && _got == _total;

    public void Start()
    {
        _peer = world.Connect(target);
        _peer.OnBytes = (_, bytes) => OnBytes(bytes);
        _peer.OnFin = peer =>
        {
            peer.Close();
            IsDone = true;
        };
        _peer.OnFailed = (_, _) => IsDone = true;
        _peer.Send(_upgrade.Request(plan.Id));
        _peer.Send(Payload().AsSpan(0, AheadBytes));
        _peer.After(_patienceUs, _ => Leave());
    }

    public void Leave()
    {
        _peer?.Reset();
        IsDone = true;
    }

    public void CheckServed()
    {
        // A switch in the middle of the body may be refused.
        bool isRefused =
            _upgrade.IsEarly
            && _head.ToString().StartsWith("HTTP/1.1 502 ", StringComparison.Ordinal);
        if (!IsWhole && !isRefused)
        {
            throw new SimFailureException(
                $"client {plan.Id} got {_got} of {_total} bytes back after: {_head}"
            );
        }
    }

    private void OnBytes(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_isTunnel)
            {
                TakeEcho(value);
            }
            else if (!IsDone)
            {
                TakeHead(value);
            }
        }
    }

    private void TakeHead(byte value)
    {
        _head.Append((char)value);
        if (!_head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            return;
        }

        if (!_head.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
        {
            _peer!.Close(); // a refusal came by it
            IsDone = true;
            return;
        }

        _isTunnel = true;
        _peer!.Send(Payload().AsSpan(AheadBytes)); // the answer came by it
    }

    private int AheadBytes => int.Min(_upgrade.AheadBytes, _total);

    private byte[] Payload()
    {
        var bytes = new byte[_total];
        SimBody.Fill(bytes, plan.Id, isAnswer: false, 0);
        return bytes;
    }

    private void TakeEcho(byte value)
    {
        if (_got == _total || value != SimBody.At(plan.Id, isAnswer: false, _got))
        {
            throw new SimFailureException($"byte {_got} of tunnel {plan.Id} came back changed");
        }

        if (++_got == _total)
        {
            _peer!.Fin(); // the echo came by it
        }
    }
}
