// One request and its response: all that lives from the first byte of the one to the last of the other. Pooled by the worker, so that
// an idle keep-alive connection holds none.
using System.Numerics;
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The state of an exchange. Plain fields, set by <see cref="HttpSession"/> and its helpers.</summary>
internal sealed class HttpExchange
{
    private const int MaxRequestIdBytes = 128;
    private const int UsualHeadBytes = 1024;
    private const int MaxIdleHeadBytes = 8 * 1024;

    private readonly byte[] _requestId = new byte[MaxRequestIdBytes];
    private int _requestIdLength;
    private byte[] _source = new byte[UsualHeadBytes];
    private int _sourceLength;

    // --- the request ---
    public HttpMethod Method;
    public int MinorVersion;
    public bool KeepAlive;
    public bool WantsUpgrade;
    public MessageState RequestState;
    public BodyTracker RequestBody;

    /// <summary>The backend takes no more of the request; its answer or its end tells the rest.</summary>
    public bool RequestIsCut;

    /// <summary>The most content that the listener takes; 0: any.</summary>
    public long MaxBodyBytes;

    /// <summary>What every attempt tells its backend, unless it is recorded and has a span of its own; null: what the client says.</summary>
    public TraceParent? TraceParent;

    /// <summary>Beside a traceparent of our own: the client's tracestate belongs to the same trace and is passed on.</summary>
    public bool KeepsTraceState;

    /// <summary>What the client's peer says of it in forwarding fields is believed.</summary>
    public bool PeerIsTrusted;

    /// <summary>The listener's member of Via.</summary>
    public byte[] Via = [];

    /// <summary>The Host of a request that names none.</summary>
    public byte[] LocalHost = [];

    // --- where it goes ---
    public Route? Route;
    public WorkerCluster? Cluster;

    /// <summary>The cluster's settings as they were when the request was routed to it.</summary>
    public ClusterConfig? Settings;
    public bool StaleRetryUsed;
    public bool NeedsFreshConnection;
    public bool IsRetrying;
    public int RetriesUsed;

    /// <summary>The backend channel's bytes sent before this request: unchanged means that nothing was written.</summary>
    public long BackendSentMark;

    // --- the response ---
    public int Status;
    public MessageState ResponseState;
    public BodyTracker ResponseBody;
    public bool BackendKeepsAlive;
    public bool BackendIsDirty;
    public bool BackendWasReset;
    public bool OffersConnectionAuth;
    public bool IsUpgrading;
    public bool ClosesClient;

    /// <summary>How the client keeps up.</summary>
    public ClientPace Pace;

    // --- the outcome ---
    public FailureCode Error;
    public int ErrorStatus;
    public string ErrorDetail = "";

    // --- times and counts, for metrics and the access log ---
    public long StartedUs;
    public long RequestReadUs;
    public long RequestSentUs;
    public long ClientBytesInMark;
    public long ClientBytesOutMark;
    public ExchangeTimes Times;

    /// <summary>Content of a response of our own.</summary>
    public int ErrorContentBytes;

    /// <summary>The head as it came.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> refers to, once it is whole: every attempt is written from them.</summary>
    public ReadOnlySpan<byte> Source => _source.AsSpan(0, _sourceLength);

    /// <summary>What the access log tells of the head; filled when somebody wants to know.</summary>
    public RequestTexts Texts { get; } = new();

    /// <summary>The steps so far, for the flight recorder.</summary>
    public FlightTrace Trace { get; } = new();

    public ReadOnlySpan<byte> RequestId => _requestId.AsSpan(0, _requestIdLength);

    /// <summary>The head is whole: keeps it and what its listener says of it.</summary>
    public void TakeHead(
        ListenerSnapshot listener,
        in RequestReading reading,
        ReadOnlySpan<byte> source
    )
    {
        KeepSource(source[..reading.HeadLength]);
        KeepAlive = reading.KeepAlive;
        WantsUpgrade = Head.WantsUpgrade;
        PeerIsTrusted = reading.PeerIsTrusted;
        Via = listener.Via;
        LocalHost = listener.State.LocalHost;
        MaxBodyBytes = listener.Config.MaxBodyBytes;
    }

    /// <summary>The backend's connection is there.</summary>
    public void BeginAttempt(Channel backend, long nowUs)
    {
        Times.OnSend(nowUs);
        Error = FailureCode.None;
        RequestSentUs = 0;
        RequestIsCut = false;
        BackendSentMark = backend.BytesSent;
        ResponseState = MessageState.Head;
    }

    /// <summary>Keeps the bytes of the head, whose place in its block the heads that go on will take.</summary>
    private void KeepSource(ReadOnlySpan<byte> head)
    {
        if (head.Length > _source.Length)
        {
            _source = new byte[BitOperations.RoundUpToPowerOf2((uint)head.Length)];
        }

        head.CopyTo(_source);
        _sourceLength = head.Length;
    }

    /// <summary>What the backend of the next attempt is told: a recorded request has a span for each.</summary>
    public TraceParent? NextTraceParent(string backend, long nowUs) =>
        Trace.Spans?.Outgoing(backend, nowUs) ?? TraceParent;

    public BodyStatus BeginRequestBody()
    {
        RequestState = MessageState.Body;
        return RequestBody.Begin(Head.Body, Head.ContentLength);
    }

    /// <summary>Takes a trusted peer's id, or makes one of 128 random bits in hexadecimal.</summary>
    public void SetRequestId(ReadOnlySpan<byte> trusted, Rng rng)
    {
        if (!trusted.IsEmpty && trusted.Length <= MaxRequestIdBytes)
        {
            trusted.CopyTo(_requestId);
            _requestIdLength = trusted.Length;
            return;
        }

        Hexadecimal.Write(rng.Next(), _requestId);
        Hexadecimal.Write(rng.Next(), _requestId.AsSpan(Hexadecimal.DigitsOf64Bits));
        _requestIdLength = 2 * Hexadecimal.DigitsOf64Bits;
    }

    /// <summary>The first bytes of the request are here, <paramref name="unread"/> of them.</summary>
    public void Begin(Channel client, int unread, long nowUs)
    {
        StartedUs = nowUs;
        Times.Begin();
        Trace.Begin(nowUs);
        ClientBytesInMark = client.BytesReceived - unread;
        ClientBytesOutMark = client.BytesSent;
    }

    public bool HasFailed => Error != FailureCode.None;

    /// <summary>Whether the backend's connection may serve others now that the response is complete, for all that the messages say.</summary>
    public bool LeavesClean =>
        RequestState == MessageState.Done
        && RequestSentUs > 0
        && BackendKeepsAlive
        && !BackendIsDirty
        && !ResponseBody.EndsByClose;

    /// <summary>Looks at the request's body after a piece; false when the request must be refused, with the failure noted.</summary>
    public bool TryTakeBody(BodyStatus body, long nowUs)
    {
        if (body == BodyStatus.Invalid)
        {
            Fail(FailureCode.HttpRequestError, "malformed chunked body");
            RequestState = MessageState.Broken;
            return false;
        }

        if (MaxBodyBytes > 0 && RequestBody.PayloadBytes > MaxBodyBytes)
        {
            Fail(FailureCode.HttpRequestError, Failure.BodyTooLarge, 413);
            RequestState = MessageState.Broken;
            return false;
        }

        if (body == BodyStatus.Complete)
        {
            RequestState = MessageState.Done;
            RequestReadUs = nowUs;
        }

        return true;
    }

    public void Fail(FailureCode code, string detail, int status = 0)
    {
        Error = code;
        ErrorDetail = detail;
        ErrorStatus = status == 0 ? Failure.Of(code).Status : status;
    }

    public void Clear()
    {
        Method = default;
        MinorVersion = 1;
        KeepAlive = WantsUpgrade = RequestIsCut = false;
        RequestState = ResponseState = MessageState.Idle;
        RequestBody = ResponseBody = default;
        Pace = default;
        MaxBodyBytes = 0;
        TraceParent = null;
        KeepsTraceState = PeerIsTrusted = false;
        _sourceLength = 0;
        if (_source.Length > MaxIdleHeadBytes)
        {
            _source = new byte[UsualHeadBytes];
        }

        Route = null;
        Cluster = null;
        Settings = null;
        StaleRetryUsed = NeedsFreshConnection = IsRetrying = false;
        RetriesUsed = 0;
        Status = 0;
        BackendKeepsAlive =
            BackendIsDirty =
            BackendWasReset =
            OffersConnectionAuth =
            IsUpgrading =
            ClosesClient =
                false;
        Error = FailureCode.None;
        ErrorStatus = 0;
        ErrorDetail = "";
        RequestSentUs = RequestReadUs = 0;
        _requestIdLength = 0;
        ErrorContentBytes = 0;
        Texts.Clear();
        Trace.Spans = null;
    }
}
