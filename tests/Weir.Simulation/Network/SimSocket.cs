// One end of a simulated connection, as the kernel keeps it. Used by one SimChannel or one SimPeer; outlives its close.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>A stream socket with the system calls a non-blocking program makes on it.</summary>
public sealed class SimSocket
{
    private readonly SimNetwork _network;
    private readonly FaultProfile _profile;
    private SimConnection? _connection;
    private SimPipe? _out;
    private SimPipe? _in;
    private bool _endsInOrder;

    internal SimSocket(SimNetwork network, FaultProfile profile, int id)
    {
        _network = network;
        _profile = profile;
        Id = id;
    }

    public int Id { get; }

    /// <summary>Who is told of events; null on a socket in an accept queue and after the close.</summary>
    public ISimSocketUser? User { get; set; }

    public SocketEndpoint Local { get; internal init; }

    public SocketEndpoint Remote { get; internal init; }

    /// <summary>Ok until the connection died by a reset or a time-out.</summary>
    public IoStatus Error { get; private set; }

    /// <summary>What a read finds behind the last byte: the error, unless a FIN came before it and is still told.</summary>
    public IoStatus ReadError => _endsInOrder ? IoStatus.Ok : Error;

    /// <summary>Closed by its user. What the kernel had taken is still sent.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What ends a connect that fails; gone with the socket.</summary>
    internal SimEvent? ConnectTimer { get; set; }

    /// <summary>A read would bring bytes, an end of stream or an error.</summary>
    public bool IsReadable =>
        Error != IoStatus.Ok || (_in is { } pipe && (pipe.Unread > 0 || pipe.FinArrived));

    /// <summary>Bytes that a read could bring now.</summary>
    public int Unread => _in?.Unread ?? 0;

    /// <summary>The peer's FIN is here, perhaps behind bytes that are unread.</summary>
    public bool HasFin => _in is { FinArrived: true };

    /// <summary>When the peer's last byte came.</summary>
    public long LastArrivalUs => _in?.LastArrivedUs ?? 0;

    /// <summary>Every byte written has been acknowledged (SIOCOUTQ is 0, tcp(7)).</summary>
    public bool IsSendQueueEmpty => _out is null or { IsDrained: true };

    /// <summary>Bytes read; 0 with Ok means that nothing is there yet. Bytes come before an error, an error before an end of stream.</summary>
    public int Read(Span<byte> destination, out IoStatus status)
    {
        status = IoStatus.Ok;
        if (Unread > 0)
        {
            return _in!.Read(destination); // Unread is 0 without it
        }

        if (ReadError != IoStatus.Ok)
        {
            status = ReadError;
        }
        else if (_in is { FinArrived: true })
        {
            status = IoStatus.EndOfStream;
        }

        return 0;
    }

    /// <summary>Bytes that the kernel took. After a short write <see cref="ISimSocketUser.OnWritable"/> comes.</summary>
    public int Write(ReadOnlySpan<byte> bytes, out IoStatus status)
    {
        status = _out is null ? IoStatus.Reset : Error;
        if (status == IoStatus.Ok)
        {
            return _out!.Write(bytes); // Ok means connected
        }

        _network.Note("write failed", Id, (int)status);
        return 0;
    }

    /// <summary>FIN after what was written; receiving goes on (shutdown(2) with SHUT_WR).</summary>
    public void ShutdownSend()
    {
        _network.Note("shutdown", Id);
        _out?.Finish();
    }

    /// <summary>FIN after what was written, or RST when input is unread, as close(2) does.</summary>
    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        _network.Note("close", Id, Unread);
        bool isResetDue = Unread > 0;
        Leave();
        if (_out is null || Error != IoStatus.Ok)
        {
            return;
        }

        if (isResetDue)
        {
            SendReset();
        }
        else
        {
            _out.Finish();
            _connection!.OnClosed(); // set with _out
        }
    }

    /// <summary>RST at once.</summary>
    public void Reset()
    {
        if (IsClosed)
        {
            return;
        }

        _network.Note("reset", Id);
        Leave();
        if (_out is not null && Error == IoStatus.Ok)
        {
            SendReset();
        }
    }

    /// <summary>The whole machine is gone: nothing is sent, not even in answer, and nobody is told.</summary>
    public void Vanish()
    {
        _network.Note("vanish", Id);
        Leave();
        _connection?.Lose();
        _connection?.OnClosed();
    }

    internal void Link(SimConnection connection, SimPipe outgoing, SimPipe incoming)
    {
        _connection = connection;
        _out = outgoing;
        _in = incoming;
    }

    /// <summary>Kills the connection from this end: the RST arrives after what is on the way, or overtakes it.</summary>
    internal void SendReset()
    {
        if (_network.Rng.Chance(_profile.ResetLosesBytesProbability))
        {
            _network.Note("reset overtakes", Id);
            _out!.DropInFlight();
        }

        SimSocket peer = _connection!.PeerOf(this);
        bool isLost = _connection.IsLost;
        long arrivalUs = _out!.NextArrivalUs();
        _out.StopSending();
        _in!.Deafen();
        _connection.OnClosed();
        if (!isLost)
        {
            _network.At(arrivalUs, peer.ReceiveReset);
        }
    }

    internal void ReceiveReset()
    {
        if (_connection is null || Error != IoStatus.Ok)
        {
            return;
        }

        bool losesBytes = _network.Rng.Chance(_profile.ResetLosesBytesProbability);
        bool breaksPipe = _network.Rng.Chance(_profile.BrokenPipeProbability);
        // A stream that ends in order is whole: its FIN came behind all of its bytes.
        _endsInOrder = breaksPipe && _in!.FinArrived;
        if (losesBytes && !_endsInOrder)
        {
            _in!.DropUnread();
        }

        if (breaksPipe)
        {
            _network.Note(_endsInOrder ? "broken pipe behind FIN" : "broken pipe", Id);
        }

        Fail(IoStatus.Reset, writerFirst: breaksPipe);
    }

    internal void GiveUp() => Fail(IoStatus.TimedOut);

    internal void OnMoved() => _connection!.OnMoved();

    internal void TellReadable() => User?.OnReadable();

    internal void TellWritable() => User?.OnWritable();

    private void Fail(IoStatus error, bool writerFirst = false)
    {
        _network.Note("fail", Id, (int)error);
        Error = error;
        _out!.Break();
        _in!.Break();
        if (writerFirst)
        {
            TellWritable();
        }

        TellReadable();
        TellWritable();
    }

    private void Leave()
    {
        IsClosed = true;
        User = null;
        ConnectTimer?.Cancel();
        if (_connection is { IsLost: true })
        {
            _out!.Break(); // nobody is left to be told of the time-out
        }
    }
}
