// A simulated tcp client: sends one frame, checks every byte of the answer. Owned by its scenario.
using System.Buffers.Binary;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>Ends well when all that it waits for has come; else it is cut.</summary>
internal sealed class StreamClient(SimWorld world, SocketEndpoint target, int id)
{
    private SimPeer? _peer;
    private int _got;
    private bool _isPayloadSent;

    public int PayloadBytes { get; init; } = 100;

    public int AnswerBytes { get; init; } = 100;

    public bool ExpectsGreeting { get; init; }

    /// <summary>Sends FIN behind its payload and waits on.</summary>
    public bool HalfCloses { get; init; }

    /// <summary>Waits for the server's FIN behind the answer.</summary>
    public bool WaitsForFin { get; init; }

    /// <summary>Sends the head first and the payload only after the server's FIN.</summary>
    public bool SendsPayloadLast { get; init; }

    public int Id => id;

    public bool IsDone { get; private set; }

    public bool HasFailed { get; private set; }

    public IoStatus Failure { get; private set; }

    public bool HasEnded => IsDone || HasFailed;

    public SimPeer Peer => _peer!; // set by Start

    private int GreetingBytes => ExpectsGreeting ? StreamBackend.Greeting.Length : 0;

    private bool HasAll => _got == GreetingBytes + AnswerBytes;

    public void Start()
    {
        _peer = world.Connect(target);
        _peer.ReadIntervalUs = world.Rng.Pick(0, 0, 300);
        _peer.OnConnected = _ => OnConnected();
        _peer.OnBytes = (_, bytes) => OnBytes(bytes);
        _peer.OnFin = _ => OnFin();
        _peer.OnFailed = (_, status) => Fail(status);
    }

    /// <summary>Leaves by RST.</summary>
    public void Abort()
    {
        if (!HasEnded)
        {
            _peer?.Reset();
            Fail(IoStatus.Reset);
        }
    }

    private void OnConnected()
    {
        var head = new byte[StreamBackend.HeadBytes];
        BinaryPrimitives.WriteInt32BigEndian(head, id);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), PayloadBytes);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), AnswerBytes);
        Peer.Send(head);
        if (!SendsPayloadLast)
        {
            SendPayload();
        }
    }

    private void SendPayload()
    {
        _isPayloadSent = true;
        var payload = new byte[PayloadBytes];
        SimBody.Fill(payload, id, isAnswer: false, 0);
        Peer.Send(payload);
        if (HalfCloses)
        {
            Peer.Fin();
        }
    }

    private void OnBytes(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            byte expected =
                _got < GreetingBytes
                    ? StreamBackend.Greeting[_got]
                    : SimBody.At(id, isAnswer: true, _got - GreetingBytes);
            if (HasAll || value != expected)
            {
                throw new SimFailureException($"byte {_got} of the answer to {id} came changed");
            }

            _got++;
        }

        if (HasAll && !WaitsForFin)
        {
            Finish();
        }
    }

    private void OnFin()
    {
        if (!HasAll)
        {
            Peer.Close();
            Fail(IoStatus.EndOfStream);
            return;
        }

        if (!_isPayloadSent)
        {
            SendPayload();
        }

        if (!HasEnded)
        {
            Finish();
        }
    }

    private void Finish()
    {
        IsDone = true;
        Peer.Close();
    }

    private void Fail(IoStatus status)
    {
        HasFailed = !IsDone;
        Failure = status;
    }
}
