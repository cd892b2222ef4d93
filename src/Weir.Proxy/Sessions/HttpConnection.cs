// What an http client connection holds, how an exchange begins and ends on it, and how everything is let go.
using Weir.Protocol.Http1;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Sessions;

/// <summary>The holdings of an http session: <see cref="HttpEvents"/> brings completions, <see cref="HttpSession"/> decides.</summary>
internal abstract class HttpConnection(SessionServices services) : Session(services)
{
    // Lent by the worker for an exchange: an idle connection holds neither, unless it keeps an authenticated backend connection.
    private BackendClaim? _claim;
    private ResponseRelay? _response;
    private BackendState? _lastBackend;
    private LateReset _cut;

    protected RequestRelay Request { get; } = new(services);

    /// <summary>The hold on a backend, in an exchange.</summary>
    protected BackendClaim Claim => _claim!; // an exchange began with it

    /// <summary>The way of the response, in an exchange.</summary>
    protected ResponseRelay Response => _response!; // likewise

    /// <summary>The backend connection held now, also between exchanges.</summary>
    protected Channel? BackendChannel => _claim?.Channel;

    /// <summary>The ticket of the present wait for a backend; 0 when not waiting.</summary>
    public int WaitTicket => _claim?.WaitTicket ?? 0;

    /// <summary>The request under way; none while the connection is idle.</summary>
    protected HttpExchange? Current { get; set; }

    /// <summary>After 101: bytes both ways, no more messages.</summary>
    protected Tunnel? Tunnel { get; set; }

    /// <summary>The client's connection is broken, or it left without waiting.</summary>
    protected bool ClientIsGone { get; set; }

    protected HttpStep At { get; set; }

    internal override HttpExchange? Exchange => Current;

    internal override BackendClaim? HeldClaim => _claim;

    protected override BackendState? TiedTo => Tunnel is null ? null : Claim.Backend;

    protected override string? LastBackend => (_claim?.LastBackend ?? _lastBackend)?.Address;

    /// <summary>No more requests are wanted: the one under way is the last.</summary>
    protected bool IsEnding => Services.IsDraining || Binding.IsRemoved;

    /// <summary>How long the connection may be idle, 0 for ever.</summary>
    protected long IdleUs => HttpDeadline.IdleUs(Listener, IsEnding);

    /// <summary>Until its head is complete, a request is served by the settings in force; from then on by those it has.</summary>
    protected void Adopt()
    {
        if (Current is not null && Listener.State != Binding.Snapshot.State)
        {
            Services.Counters.Listener(Listener.State.Id).ActiveRequests--;
            Services.Counters.Listener(Binding.Snapshot.State.Id).ActiveRequests++;
        }

        Listener = Binding.Snapshot;
    }

    /// <summary>Who may be silent for how long, from the request's first byte to the backend on.</summary>
    protected IdleRules IdleRules =>
        new(
            Listener.ClientIdleUs,
            (Current?.Settings?.ConnectionIdleTimeoutMs ?? 0) * 1000,
            Listener.Config.MinDataRate
        );

    protected HttpExchange BeginExchange()
    {
        _claim ??= Services.RentClaim((IWaiter)this);
        _response = Services.RentResponse(Client);
        Services.Counters.Listener(Listener.State.Id).ActiveRequests++;
        HttpExchange exchange = Services.RentExchange();
        exchange.Begin(Client, Request.Input.Count, Services.Reactor.NowUs);
        Trace = exchange.Trace;
        Claim.ForgetAttempts();
        return exchange;
    }

    protected bool MustClose() =>
        IsEnding
        || !Current!.KeepAlive
        || Request.LostInput
        || Current!.RequestState != MessageState.Done
        || (Request.ClientEnded && !Request.HasUnread);

    // The response is complete: its connection serves others, unless anything about it is in doubt.
    protected void ReleaseBackend()
    {
        bool isClean =
            Claim.Connection is not null && Current!.LeavesClean && !Response.BackendEnded; // a response ends a request
        Response.Release();
        Current!.Trace.Spans?.EndAttempt(Services.Reactor.NowUs, error: null);
        if (isClean && (Current!.OffersConnectionAuth || Claim.IsPinned))
        {
            Claim.IsPinned = true;
            if (!Claim.Channel!.IsReceiving) // a clean one is there
            {
                Claim.Channel.Receive();
            }
        }
        else if (Claim.Connection is not null)
        {
            if (!isClean)
            {
                Request.OnBackendClosing();
            }

            Claim.Release(isClean);
        }
    }

    protected void AbandonBackend()
    {
        if (BackendChannel is not null)
        {
            Request.OnBackendClosing();
        }

        _response?.Release();
        _claim?.Discard(reset: true);
        _claim?.Release(reusable: false);
    }

    // After 101 the connection carries another protocol (RFC 9110 §7.8); what the client sent ahead belongs to it.
    protected HttpStep BeginTunnel()
    {
        Tunnel = Services.RentTunnel(Client, Claim.Channel!); // it has just answered
        Request.TurnToNext();
        if (Request.Input.Count > 0)
        {
            Sessions.Tunnel.Forward(
                Claim.Channel!,
                Request.Input.Block!,
                Request.Input.Start,
                Request.Input.Count
            );
            Request.Input.Forget();
        }

        SetDeadlineIn(Current!.Settings!.ConnectionIdleTimeoutMs * 1000); // it was routed
        At = HttpStep.Tunnel;
        Tunnel.Start();
        return HttpStep.Wait;
    }

    /// <summary>Whatever a request waits for: that its client leaves is noticed.</summary>
    protected void WatchClient()
    {
        if (At is not (HttpStep.ReadHead or HttpStep.Tunnel or HttpStep.Closed))
        {
            Request.Watch();
        }
    }

    protected void SetHeadDeadline(HttpExchange exchange) =>
        SetDeadlineIn(HttpDeadline.HeadInUs(exchange, Listener.Config, Services.Reactor.NowUs));

    protected void EndExchange()
    {
        HttpExchange exchange = Current!; // only a request ends
        Current = null;
        Trace = null;
        Services.Counters.Listener(Listener.State.Id).ActiveRequests--;
        if (exchange.IsRetrying)
        {
            exchange.Cluster!.State.EndRetry(); // it retried there
        }

        ExchangeRecord.Write(Services, Listener, Client, exchange, Claim);
        if (exchange.HasFailed)
        {
            FailureReport.Write(Services, this, exchange, Claim);
        }

        Services.Return(exchange);
        Services.Return(Response);
        _response = null;
        _lastBackend = Claim.LastBackend;
        if (!Claim.IsPinned)
        {
            Services.Return(ref _claim);
        }
    }

    /// <summary>Between requests: closes, or waits on when there was life.</summary>
    protected void OnIdleDeadline(long nowUs)
    {
        long dueInUs = IdleUs == 0 ? 0 : Client.LastActivityUs + IdleUs - nowUs;
        if (dueInUs > 0 || IdleUs == 0)
        {
            SetDeadlineIn(dueInUs);
            return;
        }

        CloseIdle();
    }

    protected void CloseIdle()
    {
        if (!IsEnding)
        {
            Services.Counters.Count(TimeoutKind.Idle);
        }

        Close(
            Services.IsDraining ? "drained"
            : Binding.IsRemoved ? "listener_removed"
            : "idle"
        );
    }

    // What came of a response goes out. Then FIN, where length or chunks show that it is not all; a reset where the end of the
    // connection would be taken for the end of the body.
    protected HttpStep EndCut()
    {
        bool showsCut = Current!.ResponseBody.ShowsCut;
        if (Response.IsBusy || !(showsCut || _cut.IsDue(Client)))
        {
            SetDeadlineIn(LateReset.LookUs);
            return HttpStep.Wait;
        }

        string reason = FailureCodes.Text(Current!.Error);
        bool isUnread = Current!.RequestState != MessageState.Done || Request.HasUnread;
        return showsCut ? Close(reason, lingers: isUnread) : Reset(reason);
    }

    public override void Cut(string reason) => Reset(reason);

    protected override void CloseInOrder(string reason) => Close(reason);

    protected HttpStep Close(string reason, bool lingers = false)
    {
        _claim?.Discard(); // in order too: after a tunnel the kernel may still hold the client's last bytes
        if (lingers)
        {
            Client.CloseLingering(Listener.Config.MinDataRate);
        }
        else
        {
            Client.Close();
        }

        return Leave(reason);
    }

    protected HttpStep Reset(string reason)
    {
        Client.Reset();
        return Leave(reason);
    }

    // The client's channel is closed: all that the session still holds goes back.
    private HttpStep Leave(string reason)
    {
        AbandonBackend();
        if (Current is not null)
        {
            EndExchange();
        }

        Services.Return(ref _claim);
        Request.Release();
        At = HttpStep.Closed;
        End(reason);
        return HttpStep.Closed;
    }

    internal override void ReturnBlocks()
    {
        Request.Release();
        _response?.Release();
    }

    public override void Open(ListenerBinding binding, Channel client, long connectionId)
    {
        base.Open(binding, client, connectionId);
        Request.Attach(client);
    }

    public override void Recycle()
    {
        base.Recycle();
        Request.Clear();
        Services.Return(Tunnel);
        (Tunnel, _lastBackend, _cut, ClientIsGone, At) = (null, null, default, false, default);
    }
}
