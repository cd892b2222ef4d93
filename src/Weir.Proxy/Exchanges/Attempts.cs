// The attempts of one request: which backend is asked, over which connection, and whether another one is when that comes to nothing.
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The steps Pick to Send of an exchange, and the rules of trying again. Owned by it.</summary>
internal sealed class Attempts(SessionServices services, ExchangeFacts facts)
{
    private BackendStream? _backend;
    private bool _needsFresh; // the pool's connections are no better than the one that was just found dead
    private bool _hasReplacedStale;
    private bool _isRetrying;
    private int _retries;

    /// <summary>The side of the backends; it has a connection from Send on.</summary>
    public BackendStream Backend => _backend!; // from Begin on

    /// <summary>The ticket of the present wait for a place; 0 when not waiting.</summary>
    public int WaitTicket => _backend?.Claim.WaitTicket ?? 0;

    private BackendClaim Claim => Backend.Claim;

    /// <summary>Takes the side of the backends for one exchange, which waits by itself where it must.</summary>
    public void Begin(BackendStream backend, Exchange exchange)
    {
        _backend = backend;
        backend.Exchange = exchange;
        Claim.Waiter = exchange;
        Claim.ForgetAttempts();
    }

    /// <summary>The request is whole as far as its head goes, and leads to a cluster: it is picked for, unless a policy refuses it.</summary>
    public ExchangeStep Start()
    {
        PolicyChain policies = facts.Route.Policies!; // it leads somewhere
        if (policies.Apply(facts.Received, services.PolicyWorker) is { } refusal)
        {
            facts.Fail(refusal);
            return ExchangeStep.Fail;
        }

        WorkerCluster cluster = facts.Route.Cluster!; // as above
        Note(FailureStepKind.Routed, cluster.State.Name);
        Claim.Begin(cluster, policies.Hint(facts.Received, cluster.Newest));
        return ExchangeStep.Pick;
    }

    /// <summary>Reserves a place on a backend, waits for one in the queue, or gives up.</summary>
    public ExchangeStep Pick(ClientStream client)
    {
        switch (Claim.Pick())
        {
            case ClaimResult.Held:
                return ExchangeStep.Send; // the client's own authenticated connection
            case ClaimResult.Picked:
                return ExchangeStep.Acquire;
            case ClaimResult.Queued:
                facts.Times.OnQueued(services.Reactor.NowUs);
                client.SetDeadlineIn(Claim.Settings.QueueTimeoutMs * 1000);
                Note(FailureStepKind.Queued);
                return ExchangeStep.Queue;
            case ClaimResult.Full:
                facts.Fail(FailureCode.ConnectionLimitReached, Failure.QueueFull);
                return ExchangeStep.Fail;
            default:
                FailUnlessFailed();
                return ExchangeStep.Fail;
        }
    }

    /// <summary>Its turn in the queue: Queue again when there was no place after all.</summary>
    public ExchangeStep PickFromQueue()
    {
        switch (Claim.PickFromQueue())
        {
            case ClaimResult.Queued:
                return ExchangeStep.Queue;
            case ClaimResult.Picked:
                return ExchangeStep.Acquire;
            default:
                facts.Fail(FailureCode.DestinationUnavailable, Failure.NoBackend);
                return ExchangeStep.Fail;
        }
    }

    /// <summary>A pooled connection now (true), or a fresh one later; the pool guards the connect.</summary>
    public bool Acquire(ClientStream client)
    {
        facts.Times.OnAcquire(services.Reactor.NowUs);
        bool isReady = Backend.Acquire(_needsFresh);
        Note(isReady ? FailureStepKind.Reused : FailureStepKind.Connecting);
        if (!isReady)
        {
            client.SetDeadlineIn(0);
        }

        return isReady;
    }

    /// <summary>The connection that was asked for stands.</summary>
    public void OnConnected() => Note(FailureStepKind.Connected);

    /// <summary>The connection that was asked for could not be opened; another backend costs nothing.</summary>
    public void OnConnectFailed(BackendState backend, ConnectResult result)
    {
        FailureCode code = Failure.OfConnect(result);
        facts.Fail(code, $"connecting to {backend.Address} failed");
        NoteRetry(backend, code);
        facts.Times.EndWait(services.Reactor.NowUs);
        Claim.OnOpenFailed();
        Claim.GiveUpBackend();
        _needsFresh = false;
    }

    /// <summary>Sends the head of this attempt and the body bytes that came with it. The response may come at any time from now on.</summary>
    public ExchangeStep Send(ClientStream client)
    {
        long nowUs = services.Reactor.NowUs;
        facts.BeginAttempt(nowUs);
        TraceParent? trace =
            facts.Trace.Spans?.Outgoing(Claim.Backend!.Address, nowUs) // it is held
            ?? facts.OutgoingTrace;
        Backend.BeginAttempt();
        if (!Backend.TrySendHead(facts.Received, trace, client.FirstPiece))
        {
            facts.Fail(FailureCode.HttpRequestError, Failure.NoRoom, 431);
            return ExchangeStep.Fail;
        }

        client.Lend();
        client.SetDeadlineIn(facts.IdleRules.LookUs);
        return ExchangeStep.Await;
    }

    /// <summary>All of the request has been sent: the response may be waited for.</summary>
    public void OnSent(ClientStream client, bool isAwaited)
    {
        facts.Request.SentUs = services.Reactor.NowUs;
        if (isAwaited)
        {
            Note(FailureStepKind.Sent);
            client.SetDeadlineIn(Claim.Settings.ResponseTimeoutMs * 1000);
        }
    }

    /// <summary>The connection died before any byte of the response: where the request goes now.</summary>
    public ExchangeStep TryAgain(ClientStream client)
    {
        BackendState backend = Claim.Backend!; // it was being used
        client.OnBackendClosing();
        RetryChoice choice = Choose(Claim.Connection!, client.CanResend); // as above
        facts.Fail(FailureCode.ConnectionTerminated, "the backend closed before it answered");
        if (choice == RetryChoice.GiveUp)
        {
            return ExchangeStep.Fail;
        }

        NoteRetry(backend, FailureCode.ConnectionTerminated);
        Backend.EndAttempt();
        if (choice == RetryChoice.FreshConnection)
        {
            Claim.Discard();
            return ExchangeStep.Acquire;
        }

        Claim.GiveUpBackend();
        return ExchangeStep.Pick;
    }

    /// <summary>The response is complete: its connection serves others, unless anything about it is in doubt.</summary>
    public void Release(ClientStream client)
    {
        if (!Backend.HasAttempt)
        {
            return; // released, or the response is our own
        }

        bool isClean = facts.Request.IsSent && Backend.IsClean;
        if (!isClean)
        {
            client.OnBackendClosing();
        }

        facts.Trace.Spans?.EndAttempt(services.Reactor.NowUs, error: null);
        Backend.Release(isClean);
    }

    /// <summary>Lets go of backend, place and turn in the queue.</summary>
    public void Abandon(ClientStream client, bool inOrder = false)
    {
        if (Backend.HasConnection)
        {
            client.OnBackendClosing();
        }

        Backend.EndAttempt();
        Claim.Discard(reset: !inOrder);
        Claim.Release(reusable: false);
    }

    /// <summary>The exchange is over: what was retried is, too.</summary>
    public void EndRetry()
    {
        if (_isRetrying)
        {
            _isRetrying = false;
            facts.Route.Cluster!.State.EndRetry(); // it retried there
        }
    }

    /// <summary>Forgets the side of the backends, which may go on to serve another exchange.</summary>
    public void Clear()
    {
        if (_backend is { } backend)
        {
            backend.Exchange = null;
            backend.Claim.Waiter = null;
        }

        (_backend, _needsFresh, _hasReplacedStale, _retries) = (null, false, false, 0);
    }

    private RetryChoice Choose(PooledConnection connection, bool canResend)
    {
        bool isSafe = facts.Request.IsWhole && HttpMethods.IsIdempotent(facts.Request.Method);
        if (!canResend)
        {
            return RetryChoice.GiveUp;
        }

        if (
            connection.AcquiredAs == AcquireResult.Reused
            && !_hasReplacedStale
            && (isSafe || !Backend.HasWritten)
        )
        {
            _hasReplacedStale = _needsFresh = true;
            return RetryChoice.FreshConnection;
        }

        if (!isSafe || _retries >= facts.Route.Settings!.Retries) // a request that was sent has a route
        {
            return RetryChoice.GiveUp;
        }

        EndRetry(); // the next one is paid for like the first
        _isRetrying = facts.Route.Cluster!.TryStartRetry(); // as above
        if (!_isRetrying)
        {
            return RetryChoice.GiveUp;
        }

        _retries++;
        _needsFresh = false;
        return RetryChoice.AnotherBackend;
    }

    // What the last backend did says more than that none is left.
    private void FailUnlessFailed()
    {
        if (!facts.Outcome.HasFailed)
        {
            facts.Fail(FailureCode.DestinationUnavailable, Failure.NoBackend);
        }
    }

    private void NoteRetry(BackendState from, FailureCode code) =>
        services.NoteRetry(facts.Route.Cluster!, from, code, facts.Trace, facts.ConnectionId); // it was picked for

    private void Note(FailureStepKind kind) => Note(kind, Claim.LastBackend?.Address);

    private void Note(FailureStepKind kind, string? subject) =>
        facts.Trace.Note(kind, services.Reactor.NowUs, subject);
}
