// One tcp client: picks a backend at once (server-first protocols speak before the client does), then lets bytes through both ways.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Proxy.Tunnels;

namespace Weir.Proxy.Clients;

/// <summary>A tcp client connection: pick, acquire, tunnel, end. Early bytes of the client wait in one block.</summary>
internal sealed class TcpSession(ClientSpares spares)
    : ClientConnection(spares),
        IBackendUser,
        IWaiter
{
    private readonly BackendClaim _claim = new(spares.Services, PoolKind.Tcp);
    private WorkerCluster? _cluster;
    private FlightTrace? _trace; // until a backend is reached
    private Block? _early;
    private int _earlyOffset;
    private int _earlyCount;
    private bool _clientEnded;
    private FailureCode _failure = FailureCode.DestinationUnavailable; // of the last backend tried

    public int WaitTicket => _claim.WaitTicket;

    internal override BackendClaim HeldClaim => _claim;

    protected override BackendState? TiedTo => _claim.Backend;

    protected override string? LastBackend => _claim.LastBackend?.Address;

    // Of the config in force at accept, to the session's end.
    protected override ClusterConfig Settings => _claim.Settings;

    internal override WorkerCluster? Cluster => _cluster;

    private bool Reuses => Settings.TcpPooling == TcpPooling.Reuse;

    public override void Open(ListenerBinding binding, Channel channel, long connectionId)
    {
        base.Open(binding, channel, connectionId);
        _cluster = Services.Cluster(Listener.TcpCluster!); // tcp listeners have one
        _claim.Waiter = this;
    }

    public override void Recycle()
    {
        base.Recycle();
        _claim.Clear();
        _cluster = null;
        (_earlyOffset, _earlyCount, _clientEnded) = (0, 0, false);
        _failure = FailureCode.DestinationUnavailable;
    }

    protected override void Retire() => Spares.TcpSessions.Retire(this);

    protected override void Begin()
    {
        _trace = Spares.RentTrace(AcceptedUs);
        Channel.Receive();
        _claim.Begin(_cluster!); // Open found it
        Pick();
    }

    /// <summary>Tcp sessions run on until the drain's end cuts them.</summary>
    public override void Drain() { }

    public override void Cut(string reason)
    {
        Channel.Reset();
        _claim.Discard(reset: true);
        Leave(reason);
    }

    public bool OnRoom()
    {
        switch (_claim.PickFromQueue())
        {
            case ClaimResult.Queued:
                return false;
            case ClaimResult.Picked:
                SetDeadlineIn(0);
                Acquire();
                return true;
            default:
                Fail(FailureCode.DestinationUnavailable, Failure.NoBackend);
                return true;
        }
    }

    public void OnBackendReady(PooledConnection connection) => Stream(connection);

    public void OnBackendFailed(PooledConnection connection, ConnectResult result)
    {
        _failure = Failure.OfConnect(result);
        Services.NoteRetry(_cluster!, connection.Backend, _failure, _trace, ConnectionId); // it was picked for
        _claim.OnOpenFailed();
        _claim.GiveUpBackend();
        Pick();
    }

    // tcpPooling reuse: the client's FIN ends its use of the backend and is not passed on.
    protected override bool TakesEnd(Channel channel, IoStatus status) =>
        channel == Channel && status == IoStatus.EndOfStream && Reuses;

    protected override void OnClientReceived(Block? block, int offset, int count, IoStatus status)
    {
        switch (status)
        {
            case IoStatus.Ok:
                (_early, _earlyOffset, _earlyCount) = (block, offset, count);
                WatchClient();
                break;
            case IoStatus.EndOfStream:
                OnClientEnd(block);
                break;
            default:
                AfterTunnel(TunnelStatus.ClientReset);
                break;
        }
    }

    protected override void OnClientSent(Block block, IoStatus status) =>
        System.Diagnostics.Debug.Fail("nothing is sent before there is a tunnel");

    protected override void OnTunnelSent()
    {
        if (!HasEnded && _clientEnded && Reuses)
        {
            FinishReuse();
        }
    }

    protected override void OnClientHungUp(IoStatus status) =>
        AfterTunnel(TunnelStatus.ClientReset);

    protected override void OnClientDeadline(long nowUs) =>
        Fail(FailureCode.ConnectionLimitReached, Failure.QueueTimeout); // other deadlines end with the wait

    protected override void CloseInOrder(string reason)
    {
        Channel.Close();
        _claim.Discard();
        Leave(reason);
    }

    private void Pick()
    {
        switch (_claim.Pick())
        {
            case ClaimResult.Picked:
                Acquire();
                break;
            case ClaimResult.Queued:
                Note(FailureStepKind.Queued);
                SetDeadlineIn(Settings.QueueTimeoutMs * 1000);
                break;
            case ClaimResult.Full:
                Fail(FailureCode.ConnectionLimitReached, Failure.QueueFull);
                break;
            case var _ when LastBackend is not null:
                Fail(_failure, "connecting failed, and no other backend is usable");
                break;
            default:
                Fail(_failure, Failure.NoBackend);
                break;
        }
    }

    private void Acquire()
    {
        Note(FailureStepKind.Connecting, LastBackend);
        if (_claim.Acquire(this))
        {
            Stream(_claim.Connection!); // ready now
        }
    }

    private void Stream(PooledConnection connection)
    {
        ReturnTrace(); // a backend is reached: no more can fail that has a code
        Tunnel = Spares.RentTunnel(Channel, connection.Channel);
        if (connection.TakeEarlyBlock(out int offset, out int count) is { } greeting)
        {
            Tunnel.Forward(Channel, greeting, offset, count);
        }

        if (_early is { } early)
        {
            _early = null;
            Tunnel.Forward(connection.Channel, early, _earlyOffset, _earlyCount);
        }

        if (_clientEnded && Reuses)
        {
            FinishReuse();
        }
        else if (_clientEnded)
        {
            AfterTunnel(Tunnel.OnReceived(Channel, null, 0, 0, IoStatus.EndOfStream));
        }

        if (!HasEnded)
        {
            Tunnel.Start();
            SetDeadlineIn(Settings.ConnectionIdleTimeoutMs * 1000);
        }
    }

    // Half-closed before there is a backend: passed on once there is one.
    private void OnClientEnd(Block? block)
    {
        if (block is not null)
        {
            Services.Blocks.Return(block);
        }

        _clientEnded = true;
        if (Tunnel is not null)
        {
            FinishReuse();
        }
        else
        {
            WatchClient();
        }
    }

    // Nothing more is received before there is a backend: that the client has left by a reset, and needs no place, is noticed all the same.
    private void WatchClient() => Channel.WatchHangUp(onlyReset: true);

    private void FinishReuse()
    {
        if (Tunnel!.IsSending || Tunnel.IsResetting)
        {
            return; // what is under way goes out first
        }

        Channel.Close();
        Tunnel.EndBulk();
        _claim.ReleaseAfterQuiet();
        Leave("finished");
    }

    private void Fail(FailureCode code, string detail)
    {
        Services.Counters.CountFailure(_cluster!.Counters, code);
        TcpFailureReport.Write(this, _trace!, Listener.Name, _claim, code, detail); // no backend is reached
        Channel.Reset();
        Leave(FailureCodes.Text(code));
    }

    internal override void ReturnBlocks()
    {
        if (_early is { } early)
        {
            _early = null;
            Services.Blocks.Return(early);
        }
    }

    private void Note(FailureStepKind kind, string? subject = null) =>
        _trace?.Note(kind, Services.Reactor.NowUs, subject);

    private void ReturnTrace()
    {
        if (_trace is { } trace)
        {
            _trace = null;
            Spares.Return(trace);
        }
    }

    private void Leave(string reason)
    {
        ReturnBlocks();
        _claim.Release(reusable: false);
        ReturnTrace();
        End(reason);
    }
}
