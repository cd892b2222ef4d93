// What HeadRewriter needs to know besides the response head. Lives for one call.
namespace Weir.Protocol.Http1;

public ref struct ResponseRewrite
{
    /// <summary>What we call ourselves in Via (RFC 9110 §7.6.3): a token. An interim response needs none.</summary>
    public ReadOnlySpan<byte> Pseudonym { get; init; }

    /// <summary>The request id in force, ASCII; replaces the backend's own. Empty: none is sent.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>An IMF-fixdate (RFC 9110 §5.6.7), added where the response has no Date (§6.6.1). Empty: none is added.</summary>
    public ReadOnlySpan<byte> Date { get; init; }

    /// <summary>Add Connection: close.</summary>
    public bool Close { get; init; }

    /// <summary>Add Connection: keep-alive, which an HTTP/1.0 client must see to believe it.</summary>
    public bool KeepAlive10 { get; init; }

    /// <summary>A close-framed body is framed anew: add Transfer-Encoding: chunked.</summary>
    public bool Chunk { get; init; }

    /// <summary>For an HTTP/1.0 client: no Transfer-Encoding, the body is decoded and ends by close.</summary>
    public bool DropFraming { get; init; }

    /// <summary>101: keep Upgrade, with Connection: upgrade.</summary>
    public bool Upgrade { get; init; }
}
