// What is known of one request and its response. Pooled with its exchange, so that an idle connection holds none.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Exchanges;

/// <summary>The facts in their groups, each of which is cleared as a whole; <see cref="Exchange"/> and <see cref="Attempts"/> set them.</summary>
internal sealed class ExchangeFacts
{
    private ListenerSnapshot? _listener;
    private Outcome _outcome;

    /// <summary>How far the request has come.</summary>
    public RequestFacts Request;

    /// <summary>How far the response has come.</summary>
    public ResponseFacts Response;

    /// <summary>Where the time goes.</summary>
    public ExchangeTimes Times;

    /// <summary>Where the request goes.</summary>
    public RouteChoice Route;

    /// <summary>The failure that counts so far.</summary>
    public ref readonly Outcome Outcome => ref _outcome;

    /// <summary>The settings of the listener that the request came in by.</summary>
    public ListenerSnapshot Listener => _listener!; // from Begin on

    public ReceivedRequest Received { get; } = new();

    /// <summary>What takes the place of the client's traceparent; where an attempt has a span of its own that one does.</summary>
    public TraceParent? OutgoingTrace;

    /// <summary>What the access log tells of the head; filled when somebody wants to know.</summary>
    public RequestTexts Texts { get; } = new();

    /// <summary>The steps so far, for the flight recorder.</summary>
    public FlightTrace Trace { get; } = new();

    /// <summary>The number of the client's connection, in logs.</summary>
    public long ConnectionId { get; private set; }

    /// <summary>Who may be silent for how long.</summary>
    public IdleRules IdleRules =>
        new(
            Listener.ClientIdleUs,
            (Route.Settings?.ConnectionIdleTimeoutMs ?? 0) * 1000,
            Listener.Config.MinDataRate
        );

    /// <summary>The first bytes of a request are here.</summary>
    public void Begin(ListenerSnapshot listener, long connectionId, long nowUs)
    {
        _listener = listener;
        ConnectionId = connectionId;
        Request.StartedUs = nowUs;
        Times.Begin();
        Trace.Begin(nowUs);
    }

    /// <summary>Another configuration is in force, and the head is not whole yet.</summary>
    public void Adopt(ListenerSnapshot listener) => _listener = listener;

    /// <summary>The connection to a backend is there: what an attempt before it had come to does not count any more.</summary>
    public void BeginAttempt(long nowUs)
    {
        Times.OnSend(nowUs);
        _outcome = default;
        Request.SentUs = 0;
        Request.IsCut = Response.IsHeld = false;
    }

    /// <summary>
    /// Notes how far the request's body has come; false when it is one to refuse, and then the failure is known. Whether what comes along with
    /// the head is too much is for its route's policies to say, in their order.
    /// </summary>
    public bool TryTakeBody(BodyStatus status, long contentBytes)
    {
        Request.Body = status;
        if (!Request.HasHead)
        {
            Request.HasHead = true;
            Received.FirstBodyBytes = contentBytes;
        }
        else if (contentBytes > Listener.MostBodyBytes)
        {
            Request.Body = BodyStatus.Invalid;
            Fail(BodyLimit.TooLarge);
            return false;
        }

        if (status != BodyStatus.Invalid)
        {
            return true;
        }

        Fail(FailureCode.HttpRequestError, "malformed chunked body");
        return false;
    }

    /// <summary>A final response has begun, a backend's or our own.</summary>
    public void CountResponse(SessionServices services) =>
        services.Counters.CountResponse(
            services.CountersOf(Route.Cluster),
            Listener.State.Id,
            Response.Status
        );

    /// <summary>Notes a failure in the place of any other.</summary>
    public void Fail(FailureCode error, string detail, int status = 0) =>
        _outcome = new Outcome(error, detail, status);

    /// <summary>The same for what a policy does not let pass.</summary>
    public void Fail(PolicyRefusal refusal) => Fail(refusal.Code, refusal.Detail, refusal.Status);

    /// <summary>Forgets the request, its response and all.</summary>
    public void Clear()
    {
        _listener = null;
        ConnectionId = 0;
        _outcome = default;
        Request = default;
        Response = default;
        Route = default;
        Times = default;
        OutgoingTrace = null;
        Received.Clear();
        Texts.Clear();
        Trace.Spans = null;
    }
}
