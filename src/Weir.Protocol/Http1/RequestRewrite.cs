// What HeadRewriter needs to know besides the request head. Lives for one call.
namespace Weir.Protocol.Http1;

public ref struct RequestRewrite
{
    /// <summary>The client's IP as text, without port, IPv6 without brackets; empty for a unix socket.</summary>
    public ReadOnlySpan<byte> ClientAddress { get; init; }

    /// <summary>The peer is one of the trusted proxies: what it says about the client is kept and added to.</summary>
    public bool PeerIsTrusted { get; init; }

    /// <summary>What we call ourselves in Via (RFC 9110 §7.6.3): a token.</summary>
    public ReadOnlySpan<byte> Pseudonym { get; init; }

    /// <summary>The id we gave the request, ASCII; used unless a trusted peer sent one.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>The Host to send when an HTTP/1.0 request has none.</summary>
    public ReadOnlySpan<byte> FallbackHost { get; init; }

    /// <summary>
    /// The traceparent that takes the place of the client's, as the last field of the head; empty: the client's trace fields pass on as
    /// they came.
    /// </summary>
    public ReadOnlySpan<byte> TraceParent { get; init; }

    /// <summary>Beside a <see cref="TraceParent"/>: the client's tracestate belongs to the same trace and is passed on.</summary>
    public bool KeepsTraceState { get; init; }
}
