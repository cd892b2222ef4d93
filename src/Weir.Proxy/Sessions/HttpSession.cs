// One http client connection, from accept to close: request after request, through the steps of Step(). Bodies of both directions run at once.
using Weir.Protocol.Http1;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Sessions;

/// <summary>An http client connection (RFC 9112). Owned by its worker.</summary>
internal sealed class HttpSession(SessionServices services) : HttpEvents(services)
{
    private new HttpExchange Exchange => Current!; // every step after ReadHead has one

    protected override void Begin() => Step();

    protected override void Retire() => Services.Retire(this);

    /// <summary>The whole life of a request. Each case does one step and names the next; Wait leaves the rest to the next completion.</summary>
    protected override void Step()
    {
        HttpStep next = At;
        while (next != HttpStep.Wait)
        {
            At = next;
            next = At switch
            {
                HttpStep.ReadHead => ReadHead(),
                HttpStep.Pick => Pick(),
                HttpStep.Acquire => Acquire(),
                HttpStep.SendHead => SendHead(),
                HttpStep.ReadResponse => ReadResponse(),
                HttpStep.Stream => Stream(),
                HttpStep.Finish => Finish(),
                HttpStep.Fail => Fail(),
                HttpStep.Cut => EndCut(),
                _ => HttpStep.Wait,
            };
        }

        WatchClient();
    }

    // Gathers bytes until a head is whole, and finds its route. An idle connection holds no block and no exchange.
    private HttpStep ReadHead()
    {
        Adopt();
        if (Request.Input.Count == 0)
        {
            if (Request.ClientEnded)
            {
                return Close("client_closed");
            }

            if (Binding.IsRemoved && Client.BytesReceived > 0 && !Client.HasInput)
            {
                return Close("listener_removed");
            }

            SetDeadlineIn(IdleUs);
            Request.ReceiveHead();
            return HttpStep.Wait;
        }

        HttpExchange exchange = Current ??= BeginExchange();
        ReadOnlySpan<byte> source = Request.Input.Unread;
        RequestReading reading = RequestReader.Read(Listener, ClientAddress, source, exchange.Head);
        switch (reading.Status)
        {
            case ParseStatus.NeedMore when Request.ClientEnded:
                return Fail(FailureCode.HttpRequestError, "the request ends inside its head");
            case ParseStatus.NeedMore when !Request.Input.TryMakeRoom():
                return Fail(FailureCode.HttpRequestError, "request head too large", 431);
            case ParseStatus.NeedMore:
                SetHeadDeadline(exchange);
                Request.ReceiveHead();
                return HttpStep.Wait;
        }

        RequestIntake.Take(Services, Listener, reading, source, exchange);
        bool isWhole = reading.Status == ParseStatus.Complete;
        if (!isWhole || !Request.TakeHead(reading.HeadLength, exchange) || exchange.HasFailed)
        {
            return HttpStep.Fail;
        }

        WorkerCluster cluster = exchange.Cluster!; // a sound request has a route
        if (exchange.RequestState == MessageState.Done)
        {
            Request.ReceiveAhead();
        }

        if (Services.TryShedRequest())
        {
            return Fail(FailureCode.ConnectionLimitReached, "overloaded: reactor.maxLag is passed");
        }

        Note(FailureStepKind.Routed, cluster.State.Name);
        Claim.Begin(cluster);
        return HttpStep.Pick;
    }

    // Reserves a place on a backend, waits for one in the queue, or gives up.
    private HttpStep Pick()
    {
        switch (Claim.Pick())
        {
            case ClaimResult.Held:
                return HttpStep.SendHead; // the client's own authenticated connection
            case ClaimResult.Picked:
                return HttpStep.Acquire;
            case ClaimResult.Queued:
                Exchange.Times.OnQueued(Services.Reactor.NowUs);
                SetDeadlineIn(Exchange.Settings!.QueueTimeoutMs * 1000); // ReadHead found it
                Note(FailureStepKind.Queued);
                At = HttpStep.Queue;
                return HttpStep.Wait;
            case ClaimResult.Full:
                return Fail(FailureCode.ConnectionLimitReached, Failure.QueueFull);
            default:
                return Exchange.HasFailed
                    ? HttpStep.Fail // what the last backend did
                    : Fail(FailureCode.DestinationUnavailable, Failure.NoBackend);
        }
    }

    // A pooled connection now, or a fresh one by OnBackendReady; the pool guards the connect.
    private HttpStep Acquire()
    {
        SetDeadlineIn(0);
        Exchange.Times.OnAcquire(Services.Reactor.NowUs);
        bool isReady = Claim.Acquire(this, Exchange.NeedsFreshConnection);
        Note(isReady ? FailureStepKind.Reused : FailureStepKind.Connecting, LastBackend);
        return isReady ? HttpStep.SendHead : HttpStep.Wait;
    }

    // The head of this attempt and the body bytes that came with it, in one send. The response may come at any time from now on.
    private HttpStep SendHead()
    {
        Channel backend = Claim.Channel!; // Acquire brought it
        Exchange.BeginAttempt(backend, Services.Reactor.NowUs);
        Response.Begin(backend);
        if (!backend.IsReceiving)
        {
            backend.Receive();
        }

        if (!Request.TrySendHead(Exchange, backend, Claim.Backend!.Address)) // it is held
        {
            return Fail(FailureCode.HttpRequestError, Failure.NoRoom, 431);
        }

        SetDeadlineIn(IdleRules.LookUs);
        At = HttpStep.ReadResponse;
        return HttpStep.Wait;
    }

    // Interim heads are passed on; the final one goes out with the body bytes that came along.
    private HttpStep ReadResponse()
    {
        if (Response.IsBusy)
        {
            return HttpStep.Wait;
        }

        switch (Response.ReadHead(Exchange, MustClose()))
        {
            case RelayStatus.More:
                return HttpStep.Wait;
            case RelayStatus.Ended when Response.HasBytes:
                return Fail(
                    FailureCode.HttpResponseIncomplete,
                    "the backend closed inside the response head"
                );
            case RelayStatus.Ended:
                return TryAgain();
            case RelayStatus.Invalid:
                return Fail(FailureCode.HttpProtocolError, Failure.NotHttp(Response.Problem));
        }

        Services.CountResponse(Listener, Exchange);
        Services
            .Counters.Backend(Claim.Backend!.Id) // it has just answered
            .CountResponse(Exchange.Status, Exchange.Times.FirstByteUs);
        Note(FailureStepKind.Responded, LastBackend, Exchange.Status);
        Request.ForgetSent();
        SetDeadlineIn(IdleRules.LookUs);
        return HttpStep.Stream;
    }

    // The relay passes the body on; this looks at how far it came. A complete response frees its backend before the client has it all.
    private HttpStep Stream()
    {
        switch (Response.Status)
        {
            case RelayStatus.Complete:
                ReleaseBackend();
                return Response.IsBusy ? HttpStep.Wait : HttpStep.Finish;
            case RelayStatus.Ended or RelayStatus.Invalid:
                return Fail(
                    FailureCode.HttpResponseIncomplete,
                    "the backend cut the response body"
                );
            default:
                return Exchange.IsUpgrading && !Response.IsBusy ? BeginTunnel() : HttpStep.Wait;
        }
    }

    // Counts, logs, and turns to the next request or closes.
    private HttpStep Finish()
    {
        bool isUnread = Exchange.RequestState != MessageState.Done;
        bool closes = Exchange.ClosesClient || Request.LostInput || isUnread;
        EndExchange();
        if (closes)
        {
            return Close("finished", lingers: isUnread || Request.HasUnread);
        }

        Request.TurnToNext();
        return HttpStep.ReadHead;
    }

    // A response of our own while none has begun, else a cut.
    private HttpStep Fail()
    {
        if (Response.IsBusy && Exchange.Status == 0 && !ClientIsGone)
        {
            SetDeadlineIn(IdleRules.LookUs);
            return HttpStep.Wait; // an interim response is still on its way out
        }

        Services.Counters.Cluster(Exchange.Cluster?.State.Id ?? 0).Failures[(int)Exchange.Error]++;
        Trace!.Note(FailureStepKind.Failed, Services.Reactor.NowUs, null, Exchange.Error); // a request is under way
        AbandonBackend();
        Exchange.ClosesClient = MustClose() || Failure.Of(Exchange.Error).Closes;
        if (
            Exchange.Status == 0
            && !ClientIsGone
            && ErrorResponder.TrySend(Services, Client, Exchange)
        )
        {
            Services.CountResponse(Listener, Exchange);
            Note(FailureStepKind.Answered, null, Exchange.Status);
            SetDeadlineIn(IdleRules.LookUs);
            Response.CompleteWithError();
            return HttpStep.Stream;
        }

        Note(FailureStepKind.Cut);
        if (Exchange.Status == 0 || ClientIsGone)
        {
            return Reset(FailureCodes.Text(Exchange.Error));
        }

        Response.CompleteWithError();
        return HttpStep.Cut;
    }

    // The connection died before any byte of the response.
    private HttpStep TryAgain()
    {
        if (Request.Input.IsLent)
        {
            return HttpStep.Wait; // what is still being sent comes back first, to go out again whole
        }

        BackendState backend = Claim.Backend!; // it was being used
        Request.OnBackendClosing();
        RetryChoice choice = RetryPolicy.Choose(Exchange, Claim.Connection!, Request.CanResend); // likewise
        Exchange.Fail(FailureCode.ConnectionTerminated, "the backend closed before it answered");
        if (choice == RetryChoice.GiveUp)
        {
            return HttpStep.Fail;
        }

        NoteRetry(Exchange.Cluster!, backend, FailureCode.ConnectionTerminated); // it was sent somewhere
        Response.Release();
        if (choice == RetryChoice.FreshConnection)
        {
            Claim.Discard();
            return HttpStep.Acquire;
        }

        Claim.GiveUpBackend();
        return HttpStep.Pick;
    }

    private HttpStep Fail(FailureCode code, string detail, int status = 0)
    {
        Exchange.Fail(code, detail, status);
        return HttpStep.Fail;
    }
}
