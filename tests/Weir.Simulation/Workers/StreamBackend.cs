// A simulated tcp server: reads framed requests, checks every byte, answers. Owned by its scenario.
using System.Buffers.Binary;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>A frame is a head of three numbers (id, payload bytes, answer bytes) and the payload; the answer is nothing but its bytes.</summary>
internal sealed class StreamBackend(SimWorld world, SocketEndpoint address)
{
    public const int HeadBytes = 12;

    public static ReadOnlySpan<byte> Greeting => "welcome\r\n"u8;

    private readonly List<SimPeer> _peers = [];
    private SimPeerListener? _listener;

    /// <summary>Speaks first.</summary>
    public bool Greets { get; init; }

    /// <summary>Sends FIN behind its answer; reading goes on.</summary>
    public bool EndsAfterAnswer { get; init; }

    /// <summary>Answers as soon as it has the head.</summary>
    public bool AnswersEarly { get; init; }

    /// <summary>Resets once it has that many bytes of a frame; negative for never.</summary>
    public int ResetsAfterBytes { get; init; } = -1;

    /// <summary>Ids of the frames that came whole, in order.</summary>
    public List<int> Completed { get; } = [];

    /// <summary>Connections that sent FIN inside a frame.</summary>
    public int TruncatedCount { get; private set; }

    /// <summary>Connections that were reset.</summary>
    public int ResetCount { get; private set; }

    public int AcceptCount { get; private set; }

    /// <summary>The most frames that one connection brought.</summary>
    public int MostFrames { get; private set; }

    public int OpenCount => _peers.Count(p => !p.IsClosed);

    public void Start() => _listener = world.Listen(address, OnAccepted);

    /// <summary>Closes every connection in order.</summary>
    public void CloseAll() => _peers.ForEach(p => p.Close());

    public void Kill()
    {
        _listener?.Close();
        _peers.ForEach(p => p.Reset());
        _peers.Clear();
    }

    /// <summary>The machine is gone: nobody answers any more, not even with a refusal.</summary>
    public void Vanish()
    {
        world.Network.SetProfile(address, new() { BlackHoleProbability = 1 });
        _listener?.Close();
        _peers.ForEach(p => p.Vanish());
        _peers.Clear();
    }

    /// <summary>The process stands still: its kernel takes connections and bytes until its buffers are full.</summary>
    public void Freeze()
    {
        _listener?.Pause();
        _peers.ForEach(p => p.PauseReading());
    }

    public void Thaw()
    {
        _listener?.Resume();
        foreach (SimPeer peer in _peers.Where(p => !p.IsClosed).ToArray())
        {
            peer.ResumeReading();
        }
    }

    private void OnAccepted(SimPeer peer)
    {
        AcceptCount++;
        _peers.Add(peer);
        var connection = new Connection(this, peer);
        peer.OnBytes = (_, bytes) => connection.OnBytes(bytes);
        peer.OnFin = _ => connection.OnFin();
        peer.OnFailed = (_, _) => ResetCount++;
        if (Greets)
        {
            peer.Send(Greeting);
        }
    }

    private sealed class Connection(StreamBackend backend, SimPeer peer)
    {
        private readonly byte[] _head = new byte[HeadBytes];
        private int _got;
        private int _frames;

        private int Id => BinaryPrimitives.ReadInt32BigEndian(_head);

        private int Length => BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(4));

        private int AnswerLength => BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(8));

        public void OnBytes(ReadOnlySpan<byte> bytes)
        {
            foreach (byte value in bytes)
            {
                if (peer.IsClosed)
                {
                    return;
                }

                Take(value);
            }
        }

        public void OnFin()
        {
            backend.TruncatedCount += _got > 0 ? 1 : 0;
            peer.Close();
        }

        private void Take(byte value)
        {
            if (_got < HeadBytes)
            {
                _head[_got] = value;
            }
            else if (value != SimBody.At(Id, isAnswer: false, _got - HeadBytes))
            {
                throw new SimFailureException(
                    $"byte {_got - HeadBytes} of frame {Id} came changed, on connection {peer.Id} after {_frames} frames"
                );
            }

            _got++;
            if (_got == backend.ResetsAfterBytes)
            {
                peer.Reset();
                return;
            }

            if (_got == HeadBytes && backend.AnswersEarly)
            {
                Answer();
            }

            if (_got >= HeadBytes && _got == HeadBytes + Length)
            {
                backend.Completed.Add(Id);
                backend.MostFrames = int.Max(backend.MostFrames, ++_frames);
                if (!backend.AnswersEarly)
                {
                    Answer();
                }

                _got = 0;
            }
        }

        private void Answer()
        {
            var answer = new byte[AnswerLength];
            SimBody.Fill(answer, Id, isAnswer: true, 0);
            peer.Send(answer);
            if (backend.EndsAfterAnswer)
            {
                peer.Fin();
            }
        }
    }
}
