// One request and its response: all that lives from the first byte of the one to the last of the other. Pooled by the worker, so that
// an idle keep-alive connection holds none.
using System.Buffers.Binary;
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Sessions;

/// <summary>The state of an exchange. Plain fields, set by <see cref="HttpSession"/> and its helpers.</summary>
internal sealed class HttpExchange
{
    private const int MaxRequestIdBytes = 128;
    private readonly byte[] _requestId = new byte[MaxRequestIdBytes];
    private int _requestIdLength;

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

    /// <summary>Rewritten head and the body bytes that came with it, in the session's input block.</summary>
    public int SendStart;
    public int SendCount;

    /// <summary>Where the span id of the rewritten traceparent stands in that block; it changes from try to try.</summary>
    public int SpanIdStart;

    /// <summary>What its listener is called in Via.</summary>
    public byte[] Pseudonym = [];

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

    /// <summary>What the access log tells of the head; filled when somebody wants to know.</summary>
    public RequestTexts Texts { get; } = new();

    /// <summary>The steps so far, for the flight recorder.</summary>
    public FlightTrace Trace { get; } = new();

    public ReadOnlySpan<byte> RequestId => _requestId.AsSpan(0, _requestIdLength);

    /// <summary>Takes a trusted peer's id, or makes one of 128 random bits in hexadecimal.</summary>
    public void SetRequestId(ReadOnlySpan<byte> trusted, Rng rng)
    {
        if (!trusted.IsEmpty && trusted.Length <= MaxRequestIdBytes)
        {
            trusted.CopyTo(_requestId);
            _requestIdLength = trusted.Length;
            return;
        }

        Span<byte> bits = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bits, rng.Next());
        BinaryPrimitives.WriteUInt64BigEndian(bits[8..], rng.Next());
        Convert.TryToHexStringLower(bits, _requestId, out _requestIdLength);
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

    /// <summary>Whether the backend's connection may serve others now that the response is complete, for all that the messages say.</summary>
    public bool LeavesClean =>
        RequestState == MessageState.Done
        && RequestSentUs > 0
        && BackendKeepsAlive
        && !BackendIsDirty
        && !ResponseBody.EndsByClose;

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
        SendStart = SendCount = SpanIdStart = 0;
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
