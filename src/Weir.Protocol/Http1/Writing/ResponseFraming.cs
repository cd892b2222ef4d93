// How a response is framed for an HTTP/1 client.
namespace Weir.Protocol.Http1.Writing;

/// <summary>What the client's connection asks of a response's head. All false: as it came.</summary>
public readonly record struct ResponseFraming
{
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
