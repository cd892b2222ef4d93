// What an http client connection holds, how an exchange begins and ends on it, and how everything is let go.
using Weir.Protocol.Http1;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The holdings of an http session: <see cref="HttpEvents"/> brings completions, <see cref="HttpSession"/> decides.</summary>
internal abstract class HttpConnection : Session
{
    protected HttpConnection(
        SessionServices services,
        ListenerSnapshot listener,
        Channel client,
        long connectionId
    )
        : base(services, listener, client, connectionId)
    {
        Claim = new BackendClaim(services, PoolKind.Http, (IWaiter)this);
        Request = new RequestRelay(services, listener, client);
        Response = new ResponseRelay(services, client);
    }

    protected BackendClaim Claim { get; }

    protected RequestRelay Request { get; }

    protected ResponseRelay Response { get; }

    /// <summary>The request under way; none while the connection is idle.</summary>
    protected HttpExchange? Current { get; set; }

    /// <summary>After 101: bytes both ways, no more messages.</summary>
    protected Tunnel? Tunnel { get; set; }

    /// <summary>The client's connection is broken, or it left without waiting.</summary>
    protected bool ClientIsGone { get; set; }

    protected HttpStep At { get; set; }

    protected override string? LastBackend => Claim.LastBackend?.Address;

    protected HttpExchange BeginExchange()
    {
        HttpExchange exchange = Services.RentExchange();
        exchange.StartedUs = Services.Reactor.NowUs;
        exchange.Times.Begin();
        exchange.ClientBytesInMark = Client.BytesReceived - Request.Input.Count;
        exchange.ClientBytesOutMark = Client.BytesSent;
        return exchange;
    }

    protected bool MustClose() =>
        Services.IsDraining
        || !Current!.KeepAlive
        || Request.LostInput
        || Current!.RequestState != MessageState.Done
        || (Request.ClientEnded && !Request.HasUnread);

    // The response is complete: its connection serves others, unless anything about it is in doubt.
    protected void ReleaseBackend()
    {
        bool isClean =
            Claim.Connection is not null
            && Current!.RequestState == MessageState.Done
            && Current!.RequestSentUs > 0
            && Current!.BackendKeepsAlive
            && !Current!.BackendIsDirty
            && !Current!.ResponseBody.EndsByClose
            && !Response.BackendEnded;
        Response.Release();
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
        if (Claim.Channel is not null)
        {
            Request.OnBackendClosing();
        }

        Response.Release();
        Claim.Discard(reset: true);
        Claim.Release(reusable: false);
    }

    // After 101 the connection carries another protocol (RFC 9110 §7.8); what the client sent ahead belongs to it.
    protected HttpStep BeginTunnel()
    {
        Tunnel = new Tunnel(Client, Claim.Channel!, Services.Blocks); // it has just answered
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

        SetDeadlineIn(Current!.Cluster!.Config.ConnectionIdleTimeoutMs * 1000);
        At = HttpStep.Tunnel;
        Tunnel.Start();
        return HttpStep.Wait;
    }

    protected void AfterTunnel(TunnelStatus status)
    {
        switch (status)
        {
            case TunnelStatus.Finished:
                Close("finished");
                break;
            case TunnelStatus.ClientReset:
                Claim.Discard(reset: true);
                Reset("client_disconnected");
                break;
            case TunnelStatus.BackendReset:
                Reset("backend_reset");
                break;
        }
    }

    protected void EndExchange()
    {
        HttpExchange exchange = Current!; // only a request ends
        if (exchange.IsRetrying)
        {
            exchange.Cluster!.State.EndRetry(); // it retried there
        }

        ExchangeRecord.Write(
            Services,
            Listener,
            Client,
            exchange,
            Claim.LastBackend,
            Claim.Attempts
        );
        Current = null;
        Services.Return(exchange);
    }

    protected HttpStep Close(string reason, bool lingers = false)
    {
        Claim.Discard(); // in order too: after a tunnel the kernel may still hold the client's last bytes
        if (lingers)
        {
            Client.CloseLingering();
        }
        else
        {
            Client.Close();
        }

        return Leave(reason);
    }

    protected void Reset(string reason)
    {
        Client.Reset();
        Leave(reason);
    }

    // The client's channel is closed: all that the session still holds goes back.
    private HttpStep Leave(string reason)
    {
        AbandonBackend();
        if (Current is not null)
        {
            EndExchange();
        }

        Request.Release();
        At = HttpStep.Closed;
        End(reason);
        return HttpStep.Closed;
    }
}
