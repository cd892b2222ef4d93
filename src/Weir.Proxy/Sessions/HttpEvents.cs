// What completions mean to an http client connection: they move bytes through the relays, note who left, and set the steps going.
using Weir.Protocol.Http1;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Weir.Proxy.Metrics;
using Weir.Proxy.Pooling;

namespace Weir.Proxy.Sessions;

/// <summary>The event side of an http session; <see cref="HttpSession"/> is the side that decides.</summary>
internal abstract class HttpEvents(
    SessionServices services,
    ListenerBinding binding,
    Channel client,
    long connectionId
) : HttpConnection(services, binding, client, connectionId), IWaiter
{
    /// <summary>Goes through the steps from the present one on, until one waits.</summary>
    protected abstract void Step();

    protected override void Begin() => Step();

    public override void Drain()
    {
        // One whose request is already in the socket, or likely on its way, gets its answer.
        if (At == HttpStep.ReadHead && Current is null && !Client.HasInput)
        {
            OnIdleDeadline(Services.Reactor.NowUs);
        }
    }

    public override void OnReload()
    {
        base.OnReload();
        if (At != HttpStep.ReadHead)
        {
            return;
        }

        Adopt();
        if (Current is { } reading)
        {
            SetHeadDeadline(reading);
        }
        else if (!Binding.IsRemoved)
        {
            OnIdleDeadline(Services.Reactor.NowUs);
        }
        else if (!Client.HasInput)
        {
            CloseIdle();
        }
    }

    public override void Cut(string reason) => Reset(reason);

    public override void OnMaintenance(BackendState backend)
    {
        if (Tunnel is not null && Claim.Backend == backend)
        {
            Reset("maintenance");
        }
    }

    public bool OnRoom()
    {
        switch (Claim.PickFromQueue())
        {
            case ClaimResult.Queued:
                return false;
            case ClaimResult.Picked:
                Resume(HttpStep.Acquire);
                return true;
            default:
                Fail(FailureCode.DestinationUnavailable, "no usable backend");
                return true;
        }
    }

    public override void OnBackendReady(PooledConnection connection)
    {
        Note(FailureStepKind.Connected, LastBackend);
        Resume(HttpStep.SendHead);
    }

    public override void OnBackendFailed(PooledConnection connection, ConnectResult result)
    {
        FailureCode code = Failure.OfConnect(result);
        Current!.Fail(code, $"connecting to {connection.Backend.Address} failed"); // it asked for the connection
        NoteRetry(Current.Cluster!, connection.Backend, code); // likewise
        Current.Times.EndWait(Services.Reactor.NowUs);
        Claim.OnOpenFailed();
        Claim.GiveUpBackend();
        Current.NeedsFreshConnection = false;
        Resume(HttpStep.Pick);
    }

    public override void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    )
    {
        if (Tunnel is not null)
        {
            AfterTunnel(Tunnel.OnReceived(channel, block, offset, count, status));
        }
        else if (channel != Client)
        {
            OnBackendReceived(block, offset, count, status);
        }
        else if (status != IoStatus.Ok)
        {
            // Without a block of ours the receive was for what comes ahead: the input may be with the backend's send.
            Request.Input.IsLent &= block is null || block.Pipe is not null;
            Services.Blocks.ReturnPipe(block);
            OnClientEnd(status);
        }
        else if (Request.OnBytes(block!, offset, count, Current, BackendChannel)) // bytes come with their block
        {
            if (At == HttpStep.ReadHead)
            {
                Step();
            }
        }
        else
        {
            Resume(HttpStep.Fail);
        }
    }

    public override void OnSent(Channel channel, Block block, IoStatus status)
    {
        if (Tunnel is not null)
        {
            AfterTunnel(Tunnel.OnSent(channel, block, status));
            return;
        }

        if (channel != Client)
        {
            Request.OnSent(block, status, Current!); // a request is being sent
            if (status == IoStatus.Ok && Current!.RequestSentUs > 0 && At == HttpStep.ReadResponse)
            {
                Note(FailureStepKind.Sent, LastBackend);
                SetDeadlineIn(Current.Settings!.ResponseTimeoutMs * 1000); // it was sent somewhere
            }

            if (Response.BackendEnded || Response.IsHolding)
            {
                Step(); // the response, or its end, came before the end of the send
            }

            return;
        }

        Response.OnSent(block, Current!); // a response is being sent
        if (status == IoStatus.Ok)
        {
            Step();
        }
        else
        {
            OnClientGone();
        }
    }

    public override void OnDeadline(long nowUs)
    {
        if (Tunnel is not null)
        {
            OnTunnelDeadline(Tunnel, nowUs);
            return;
        }

        if (Current is null)
        {
            OnIdleDeadline(nowUs);
            return;
        }

        DeadlineVerdict verdict = HttpDeadline.Judge(
            At,
            Current,
            Client,
            Claim.Channel,
            new ClientRules(Listener.ClientIdleUs, Listener.Config.MinDataRate),
            nowUs
        );
        if (verdict.Code == FailureCode.None)
        {
            SetDeadlineIn(verdict.AgainInUs);
            return;
        }

        if (verdict.Kind is { } kind)
        {
            Services.Counters.Count(kind);
        }

        ClientIsGone |= verdict.Code == FailureCode.ClientDisconnected;
        Current.Fail(verdict.Code, verdict.Detail, verdict.Status);
        Resume(HttpStep.Fail);
    }

    protected void Fail(FailureCode code, string detail)
    {
        Current!.Fail(code, detail); // only a request fails
        Resume(HttpStep.Fail);
    }

    private void Resume(HttpStep step)
    {
        At = step;
        Step();
    }

    private void OnBackendReceived(Block? block, int offset, int count, IoStatus status)
    {
        if (Current is null || At is HttpStep.ReadHead or HttpStep.Finish)
        {
            // An authenticated connection that is held between requests ended, or spoke out of turn.
            if (block is not null)
            {
                Services.Blocks.Return(block);
            }

            Claim.Release(reusable: false);
            return;
        }

        if (count > 0)
        {
            Current.Times.OnBackendBytes(Services.Reactor.NowUs);
        }

        Response.OnReceived(block, offset, count, status, Current);
        Step();
    }

    private void OnClientEnd(IoStatus status)
    {
        if (status != IoStatus.EndOfStream)
        {
            OnClientGone();
            return;
        }

        Request.ClientEnded = true;
        if (At == HttpStep.ReadHead)
        {
            Step();
        }
        else if (At != HttpStep.Stream && Current!.RequestState == MessageState.Body) // past ReadHead there is one
        {
            Fail(FailureCode.HttpRequestError, "the request ends inside its body");
        }
        else if (
            At is HttpStep.Queue or HttpStep.Acquire or HttpStep.ReadResponse
            && Services.Reactor.NowUs - Current!.RequestReadUs > Limits.HalfCloseWindowMs * 1000
        )
        {
            OnClientGone();
        }
    }

    private void OnClientGone()
    {
        ClientIsGone = true;
        if (Current is null)
        {
            Reset("client_disconnected");
        }
        else
        {
            Fail(FailureCode.ClientDisconnected, "");
        }
    }

    private void OnIdleDeadline(long nowUs)
    {
        long dueInUs = IdleUs == 0 ? 0 : Client.LastActivityUs + IdleUs - nowUs;
        if (dueInUs > 0 || IdleUs == 0)
        {
            SetDeadlineIn(dueInUs);
            return;
        }

        CloseIdle();
    }
}
