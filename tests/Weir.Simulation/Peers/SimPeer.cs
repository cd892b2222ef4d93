// A client or server outside the proxy, run by callbacks on the network's events. Owned by the script that made it.
using System.Net;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Peers;

/// <summary>One end of a connection for scripts: sends are buffered without limit, reads go at the pace that the script sets.</summary>
public sealed class SimPeer : ISimSocketUser
{
    private readonly SimNetwork _network;
    private readonly ByteQueue _unsent = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private SimSocket? _socket;
    private SimEvent? _nextRead;
    private bool _isFinWanted;
    private bool _isCloseWanted;
    private bool _isPaused;
    private bool _isEndSeen;
    private bool _hasFin;

    private SimPeer(SimNetwork network) => _network = network;

    public Action<SimPeer>? OnConnected { get; set; }

    public SimPeerBytes? OnBytes { get; set; }

    /// <summary>The other side sent FIN. Sending goes on until <see cref="Close"/>.</summary>
    public Action<SimPeer>? OnFin { get; set; }

    /// <summary>The connect failed or the connection died; the peer is closed.</summary>
    public Action<SimPeer, IoStatus>? OnFailed { get; set; }

    /// <summary>For the script: whatever it keeps for this connection.</summary>
    public object? Tag { get; set; }

    public int Id => Socket.Id;

    public SocketEndpoint Local => Socket.Local;

    public SocketEndpoint Remote => Socket.Remote;

    public bool IsConnected { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Closed, or about to be once all is sent: what still comes is not for the script.</summary>
    public bool IsLeaving => IsClosed || _isCloseWanted;

    public long BytesReceived { get; private set; }

    /// <summary>The most bytes taken by one read.</summary>
    public int ReadBytes { get; set; } = 16 * 1024;

    /// <summary>The pause between two reads; above 0 this is a slow reader.</summary>
    public long ReadIntervalUs { get; set; }

    public static SimPeer Connect(
        SimNetwork network,
        in SocketEndpoint target,
        IPAddress? from = null
    )
    {
        var peer = new SimPeer(network);
        peer._socket = network.Connect(target, peer, from);
        return peer;
    }

    public static SimPeer Accept(SimNetwork network, SimSocket socket)
    {
        var peer = new SimPeer(network) { _socket = socket, IsConnected = true };
        socket.User = peer;
        // Whatever came before the accept is found after the script has set its callbacks.
        network.After(0, peer.OnReadable);
        return peer;
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (!IsClosed && !_isFinWanted && !_isCloseWanted)
        {
            _unsent.Append(bytes);
            Flush();
        }
    }

    /// <summary>FIN after all that was sent; receiving goes on.</summary>
    public void Fin()
    {
        _isFinWanted = true;
        Flush();
    }

    /// <summary>Closes after all that was sent; reading ends now, so unread input makes it a reset.</summary>
    public void Close()
    {
        _isCloseWanted = true;
        Flush();
    }

    public void Reset()
    {
        if (!IsClosed)
        {
            Leave();
            Socket.Reset();
        }
    }

    /// <summary>The machine is gone without a word.</summary>
    public void Vanish()
    {
        if (!IsClosed)
        {
            Leave();
            Socket.Vanish();
        }
    }

    /// <summary>Does something later, unless the peer has closed by then.</summary>
    public void After(long delayUs, Action<SimPeer> action) =>
        _network.After(
            delayUs,
            () =>
            {
                if (!IsClosed)
                {
                    action(this);
                }
            }
        );

    public void PauseReading() => _isPaused = true;

    public void ResumeReading()
    {
        _isPaused = false;
        OnReadable();
    }

    void ISimSocketUser.OnConnectDone(IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            Fail(status);
            return;
        }

        IsConnected = true;
        OnConnected?.Invoke(this);
        Flush();
        OnReadable();
    }

    public void OnReadable()
    {
        while (CanReadNow())
        {
            int count = Socket.Read(_buffer.AsSpan(0, ReadBytes), out IoStatus status);
            if (count > 0)
            {
                BytesReceived += count;
                PlanNextRead();
                OnBytes?.Invoke(this, _buffer.AsSpan(0, count));
            }
            else if (status == IoStatus.EndOfStream)
            {
                _isEndSeen = true;
                OnFin?.Invoke(this);
            }
            else
            {
                Fail(status);
            }
        }
    }

    public void OnWritable() => Flush();

    private SimSocket Socket => _socket!; // set by both factories before they return

    private bool CanReadNow()
    {
        if (IsClosed || !IsConnected || _isCloseWanted)
        {
            return false;
        }

        // An error is learned at once, bytes and FIN at the script's pace.
        return Socket.ReadError != IoStatus.Ok && Socket.Unread == 0
            || (
                !_isPaused
                && !_isEndSeen
                && _nextRead is not { IsPending: true }
                && Socket.IsReadable
            );
    }

    private void PlanNextRead()
    {
        if (ReadIntervalUs > 0)
        {
            if (Socket.Unread > 0)
            {
                _network.Note("slow reader", Id, Socket.Unread);
            }

            _nextRead = _network.After(ReadIntervalUs, OnReadable);
        }
    }

    private void Flush()
    {
        if (IsClosed || !IsConnected)
        {
            if (_isCloseWanted && !IsClosed)
            {
                Leave();
                Socket.Close();
            }

            return;
        }

        while (_unsent.Count > 0)
        {
            int count = Socket.Write(_unsent.Peek(), out IoStatus status);
            _unsent.Skip(count);
            if (status != IoStatus.Ok)
            {
                // Bytes that came before the reset are still read, unless reading is over.
                OnReadable();
                if (!IsClosed && (_isCloseWanted || _isEndSeen))
                {
                    Fail(status);
                }

                return;
            }

            if (count == 0)
            {
                return;
            }
        }

        FinishSending();
    }

    private void FinishSending()
    {
        if (_isCloseWanted)
        {
            Leave();
            Socket.Close();
        }
        else if (_isFinWanted && !_hasFin)
        {
            _hasFin = true;
            Socket.ShutdownSend();
        }
    }

    private void Fail(IoStatus status)
    {
        Leave();
        Socket.Close();
        OnFailed?.Invoke(this, status);
    }

    private void Leave()
    {
        IsClosed = true;
        _nextRead?.Cancel();
    }
}
