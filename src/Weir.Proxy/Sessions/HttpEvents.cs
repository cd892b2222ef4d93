// What completions mean to an http client connection: they move bytes through the relays, note who left, and set the steps going.
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;

namespace Weir.Proxy.Sessions;

/// <summary>The event side of an http session; <see cref="HttpSession"/> is the side that decides.</summary>
internal abstract class HttpEvents(SessionServices services) : HttpConnection(services), IWaiter
{
    /// <summary>Goes through the steps from the present one on, until one waits.</summary>
    protected abstract void Step();

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
                Fail(FailureCode.DestinationUnavailable, Failure.NoBackend);
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
            OnClientEnd(status, isRead: true);
        }
        else if (Request.OnBytes(block!, offset, count, Current, BackendChannel)) // bytes come with their block
        {
            if (At == HttpStep.ReadHead)
            {
                Step();
            }
            else
            {
                Request.Watch();
            }
        }
        else
        {
            Resume(HttpStep.Fail);
        }
    }

    public override void OnHungUp(Channel channel, IoStatus status)
    {
        if (Tunnel is not null)
        {
            AfterTunnel(Tunnel.OnHungUp(channel));
        }
        else if (At != HttpStep.ReadHead) // there a receive tells
        {
            OnClientEnd(status, isRead: false);
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
            OnTunnelDeadline(Tunnel, Current!.Settings!, nowUs); // a tunnel began as a request
            return;
        }

        if (Current is null)
        {
            OnIdleDeadline(nowUs);
            return;
        }

        if (At == HttpStep.Cut && !Response.IsBusy)
        {
            Step();
            return;
        }

        DeadlineVerdict verdict = HttpDeadline.Judge(
            At,
            Current,
            Client,
            Claim.Channel,
            IdleRules,
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

        if (verdict.Code == FailureCode.ClientDisconnected)
        {
            OnClientGone(verdict.Detail);
            return;
        }

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

    private void OnClientEnd(IoStatus status, bool isRead)
    {
        if (status != IoStatus.EndOfStream)
        {
            OnClientGone();
            return;
        }

        if (At == HttpStep.ReadHead)
        {
            Request.ClientEnded = true;
            Step();
            return;
        }

        switch (Request.OnFin(At, Current!, isRead, Listener.Config.HalfClose)) // past ReadHead there is one
        {
            case ClientFin.Left:
                OnClientGone();
                break;
            case ClientFin.Incomplete:
                Fail(FailureCode.HttpRequestError, "the request ends inside its body");
                break;
            default:
                Request.Watch();
                break;
        }
    }

    // A response that is being cut has failed already.
    private void OnClientGone(string detail = "")
    {
        ClientIsGone = true;
        if (Current is null || At == HttpStep.Cut)
        {
            Reset("client_disconnected");
        }
        else
        {
            Fail(FailureCode.ClientDisconnected, detail);
        }
    }
}
