// What a response of our own says. Lives for one call of ErrorResponseWriter.
namespace Weir.Protocol.Http1;

public ref struct ErrorResponse
{
    /// <summary>The status code, e.g. 503.</summary>
    public int Status { get; init; }

    /// <summary>The error type for Proxy-Status (RFC 9209 §2.3), e.g. "destination_unavailable".</summary>
    public ReadOnlySpan<byte> ProxyStatusError { get; init; }

    /// <summary>A short text of our own, one line, never of the peer's making; may be empty.</summary>
    public ReadOnlySpan<byte> Detail { get; init; }

    /// <summary>The request id in force; empty if the request had none yet.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>Whole seconds; 0 = no Retry-After.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>Add Connection: close.</summary>
    public bool Close { get; init; }

    /// <summary>The request was HEAD: Content-Length is told, the body is not sent.</summary>
    public bool OmitBody { get; init; }

    /// <summary>An IMF-fixdate (RFC 9110 §5.6.7); empty = no Date.</summary>
    public ReadOnlySpan<byte> Date { get; init; }
}
