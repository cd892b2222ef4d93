// One tcp client: picks a backend at once (server-first protocols speak before the client does), then lets bytes through both ways.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;

namespace Weir.Proxy.Sessions;

/// <summary>A tcp client connection: Pick → Acquire → Stream → end. Early bytes of the client wait in one block.</summary>
internal sealed class TcpSession(SessionServices services) : Session(services), IWaiter
{
    private readonly BackendClaim _claim = new(services, PoolKind.Tcp);
    private WorkerCluster _cluster = null!; // Open sets it
    private Tunnel? _tunnel;
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
    private ClusterConfig Settings => _claim.Settings;

    private bool Reuses => Settings.TcpPooling == TcpPooling.Reuse;

    public override void Open(ListenerBinding binding, Channel client, long connectionId)
    {
        base.Open(binding, client, connectionId);
        _cluster = Services.Cluster(Listener.TcpCluster!.Id); // tcp listeners have one
        _claim.Waiter = this;
    }

    public override void Recycle()
    {
        base.Recycle();
        _claim.Clear();
        Services.Return(_tunnel);
        (_cluster, _tunnel) = (null!, null);
        (_earlyOffset, _earlyCount, _clientEnded) = (0, 0, false);
        _failure = FailureCode.DestinationUnavailable;
    }

    protected override void Retire() => Services.Retire(this);

    protected override void Begin()
    {
        Trace = Services.RentTrace(AcceptedUs);
        Client.Receive();
        _claim.Begin(_cluster);
        Pick();
    }

    /// <summary>Tcp sessions run on until the drain's end cuts them.</summary>
    public override void Drain() { }

    public override void Cut(string reason)
    {
        Client.Reset();
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

    public override void OnBackendReady(PooledConnection connection) => Stream(connection);

    public override void OnBackendFailed(PooledConnection connection, ConnectResult result)
    {
        _failure = Failure.OfConnect(result);
        NoteRetry(_cluster, connection.Backend, _failure);
        _claim.OnOpenFailed();
        _claim.GiveUpBackend();
        Pick();
    }

    public override void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    )
    {
        if (channel == Client && status == IoStatus.EndOfStream && Reuses)
        {
            OnClientEndedReuse(block);
        }
        else if (_tunnel is not null)
        {
            AfterTunnel(_tunnel.OnReceived(channel, block, offset, count, status));
        }
        else if (status == IoStatus.Ok)
        {
            (_early, _earlyOffset, _earlyCount) = (block, offset, count);
            WatchClient();
        }
        else if (status == IoStatus.EndOfStream)
        {
            _clientEnded = true; // half-closed before there is a backend: passed on once there is one
            WatchClient();
        }
        else
        {
            AfterTunnel(TunnelStatus.ClientReset);
        }
    }

    public override void OnSent(Channel channel, Block block, IoStatus status)
    {
        AfterTunnel(_tunnel!.OnSent(channel, block, status)); // sends begin with the tunnel
        if (!HasEnded && _clientEnded && Reuses)
        {
            FinishReuse();
        }
    }

    public override void OnHungUp(Channel channel, IoStatus status) =>
        AfterTunnel(_tunnel?.OnHungUp(channel) ?? TunnelStatus.ClientReset); // before a tunnel only the client is watched

    public override void OnDeadline(long nowUs)
    {
        if (WaitTicket != 0)
        {
            Fail(FailureCode.ConnectionLimitReached, Failure.QueueTimeout);
            return;
        }

        OnTunnelDeadline(_tunnel!, Settings, nowUs); // other deadlines end with the wait
    }

    protected override void CloseInOrder(string reason)
    {
        Client.Close();
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
        _tunnel = Services.RentTunnel(Client, connection.Channel);
        if (connection.TakeEarlyBlock(out int offset, out int count) is { } greeting)
        {
            Tunnel.Forward(Client, greeting, offset, count);
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
            AfterTunnel(_tunnel.OnReceived(Client, null, 0, 0, IoStatus.EndOfStream));
        }

        if (!HasEnded)
        {
            _tunnel.Start();
            SetDeadlineIn(Settings.ConnectionIdleTimeoutMs * 1000);
        }
    }

    // tcpPooling reuse: the client's FIN ends its use and is not passed on.
    private void OnClientEndedReuse(Block? block)
    {
        if (block is not null)
        {
            Services.Blocks.Return(block);
        }

        _clientEnded = true;
        if (_tunnel is not null)
        {
            FinishReuse();
        }
        else
        {
            WatchClient();
        }
    }

    // Nothing more is received before there is a backend: that the client has left by a reset, and needs no place, is noticed all the same.
    private void WatchClient() => Client.WatchHangUp(onlyReset: true);

    private void FinishReuse()
    {
        if (_tunnel!.IsSending || _tunnel.IsResetting)
        {
            return; // what is under way goes out first
        }

        Client.Close();
        _tunnel.EndBulk();
        _claim.ReleaseAfterQuiet();
        Leave("finished");
    }

    private void Fail(FailureCode code, string detail)
    {
        _cluster.Counters.Failures[(int)code]++;
        FailureReport.Write(Services, this, code, detail, _claim);
        Client.Reset();
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

    private void Leave(string reason)
    {
        ReturnBlocks();
        _claim.Release(reusable: false);
        End(reason);
    }
}
