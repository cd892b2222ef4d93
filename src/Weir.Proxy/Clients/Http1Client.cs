// One http/1 client connection, from accept to close: reads the head of one request after the other, and hands each to an exchange.
using Weir.Configuration.Clusters;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Tunnels;

namespace Weir.Proxy.Clients;

/// <summary>An http client connection (RFC 9112). An idle one holds no block and no exchange.</summary>
internal sealed class Http1Client : ClientConnection
{
    private readonly Http1ClientStream _stream;
    private readonly KeepAlive _keepAlive;

    public Http1Client(ClientSpares spares)
        : base(spares)
    {
        _stream = new Http1ClientStream(this, spares);
        _keepAlive = new KeepAlive(this, Input);
    }

    /// <summary>No more requests are wanted: the one under way is the last.</summary>
    public bool IsEnding => Services.IsDraining || Binding.IsRemoved;

    internal override BackendClaim? HeldClaim => _stream.Backend?.Claim;

    internal override WorkerCluster? Cluster => Exchange?.Facts.Route.Cluster;

    protected override BackendState? TiedTo => Tunnel is null ? null : HeldClaim?.Backend;

    protected override string? LastBackend => _stream.LastBackend?.Address;

    protected override ClusterConfig Settings => Exchange!.Facts.Route.Settings!; // a tunnel began as a request that was routed

    private Exchange? Exchange => _stream.Exchange;

    private Http1Input Input => _stream.Input;

    // A head is waited for, or the rest of one.
    private bool IsReading => Exchange is null or { At: ExchangeStep.Head };

    public override void Open(ListenerBinding binding, Channel channel, long connectionId)
    {
        base.Open(binding, channel, connectionId);
        Input.Attach(channel);
    }

    public override void Drain()
    {
        if (Exchange is null)
        {
            _keepAlive.Drain();
        }
    }

    public override void OnReload()
    {
        base.OnReload();
        if (IsReading)
        {
            Adopt();
            if (Exchange is { } reading)
            {
                SetHeadDeadline(reading);
            }
            else
            {
                _keepAlive.OnReload();
            }
        }
    }

    /// <summary>After 101 the connection carries another protocol (RFC 9110 §7.8); what the client sent ahead belongs to it.</summary>
    public void BeginTunnel(Channel backend)
    {
        Tunnel = Spares.RentTunnel(Channel, backend);
        backend.Owner = this;
        if (Input.TryTakeAhead(out BlockPiece ahead))
        {
            Tunnel.Forward(backend, ahead.Block, ahead.Start, ahead.Count);
        }

        SetDeadlineIn(Settings.ConnectionIdleTimeoutMs * 1000);
        Tunnel.Start();
    }

    /// <summary>The request is over: turns to the next, or closes.</summary>
    public void OnEnded(ExchangeEnd end, string reason)
    {
        bool isUnread = !Input.IsWhole;
        bool closes = _stream.MustEnd;
        _stream.End();
        if (end == ExchangeEnd.Reset)
        {
            Channel.Reset();
            Leave(reason);
        }
        else if (closes || end == ExchangeEnd.CutShort)
        {
            Close(reason, lingers: isUnread || Input.HasUnread);
        }
        else
        {
            Input.TurnToNext();
            Read();
        }
    }

    /// <summary>Ends by FIN behind what was sent.</summary>
    public void Close(string reason, bool lingers = false)
    {
        if (lingers)
        {
            Channel.CloseLingering(Listener.Config.MinDataRate);
        }
        else
        {
            Channel.Close();
        }

        Leave(reason);
    }

    public override void Cut(string reason)
    {
        Exchange?.Abandon();
        Channel.Reset();
        Leave(reason);
    }

    public override void OnDefect(string detail) =>
        Exchange?.Facts.Fail(FailureCode.InternalError, detail);

    public override void Recycle()
    {
        base.Recycle();
        _stream.Clear();
    }

    internal override void ReturnBlocks()
    {
        Input.Release();
        _stream.Backend?.EndAttempt();
    }

    protected override void Begin() => Read();

    protected override void Retire() => Spares.Http1Clients.Retire(this);

    protected override void CloseInOrder(string reason)
    {
        Exchange?.Abandon(inOrder: true); // the kernel may still hold the client's last bytes
        Close(reason);
    }

    protected override void OnClientReceived(Block? block, int offset, int count, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            Input.OnReceiveEnded(block);
            OnClientEnd(status, isRead: true);
        }
        else if (IsReading)
        {
            Input.Append(block!, offset, count); // bytes come with their block
            Read();
        }
        else
        {
            _stream.OnReceived(block!, offset, count); // as above
        }
    }

    protected override void OnClientHungUp(IoStatus status)
    {
        if (!IsReading) // there a receive tells
        {
            OnClientEnd(status, isRead: false);
        }
    }

    protected override void OnClientSent(Block block, IoStatus status) =>
        _stream.OnSent(block, status);

    protected override void OnClientDeadline(long nowUs)
    {
        if (Exchange is { } exchange)
        {
            exchange.OnDeadline(nowUs);
        }
        else
        {
            _keepAlive.Look();
        }
    }

    // Gathers bytes until a head is whole, and finds its route.
    private void Read()
    {
        Adopt();
        if (Input.UnreadCount == 0)
        {
            _keepAlive.Wait();
            return;
        }

        Exchange exchange = Exchange ?? _stream.Begin(Listener);
        ExchangeFacts facts = exchange.Facts;
        RequestReading reading = RequestIntake.Read(
            Services,
            Listener,
            Client,
            Input.Unread,
            facts
        );
        if (reading.Status == ParseStatus.NeedMore)
        {
            AskForMore(exchange);
            return;
        }

        _stream.OnRead(reading);
        bool isTaken =
            reading.Status == ParseStatus.Complete && Input.TryTakeHead(reading.HeadLength, facts);
        if (isTaken && !facts.Outcome.HasFailed)
        {
            Input.ReceiveAhead();
            exchange.OnHead();
        }
        else
        {
            exchange.Fail();
        }
    }

    private void AskForMore(Exchange exchange)
    {
        if (Input.HasEnded)
        {
            exchange.Fail(FailureCode.HttpRequestError, "the request ends inside its head");
        }
        else if (!Input.TryMakeRoom())
        {
            exchange.Fail(FailureCode.HttpRequestError, "request head too large", 431);
        }
        else
        {
            SetHeadDeadline(exchange);
            Input.ReceiveHead();
        }
    }

    // Until its head is whole, a request is served by the settings in force; from then on by those it has.
    private void Adopt()
    {
        ListenerSnapshot newest = Binding.Snapshot;
        if (newest != Listener)
        {
            Exchange?.Adopt(newest);
            Listener = newest;
        }
    }

    private void SetHeadDeadline(Exchange reading) =>
        SetDeadlineIn(ExchangeDeadline.HeadInUs(reading.Facts, Services.Reactor.NowUs));

    private void OnClientEnd(IoStatus status, bool isRead)
    {
        bool isFin = status == IoStatus.EndOfStream;
        if (isFin && IsReading)
        {
            Input.OnFin();
            Read();
        }
        else if (isFin)
        {
            _stream.OnFin(isRead, Listener.Config.HalfClose);
        }
        else
        {
            _stream.OnGone();
        }
    }

    // The channel is closed: all that is still held goes back.
    private void Leave(string reason)
    {
        HeldClaim?.Release(reusable: false);
        _stream.End();
        Input.Release();
        End(reason);
    }
}
