// What a response of our own says. Lives for one call of ErrorResponseWriter.
namespace Weir.Protocol.Http1.Writing;

public ref struct ErrorResponse
{
    /// <summary>The status code, e.g. 503.</summary>
    public int Status { get; init; }

    /// <summary>The error code as logs and metrics name it, e.g. "no_route".</summary>
    public ReadOnlySpan<byte> Code { get; init; }

    /// <summary>The code's form for Proxy-Status (RFC 9209 §2.3), e.g. "destination_not_found"; mostly the same.</summary>
    public ReadOnlySpan<byte> ProxyStatusError { get; init; }

    /// <summary>The request id in force; empty if the request had none yet. Under it the log has what a client is not told here.</summary>
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
