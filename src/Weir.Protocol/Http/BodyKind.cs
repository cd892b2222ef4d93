// How the end of a message body is found (RFC 9112 §6.3).
namespace Weir.Protocol.Http;

public enum BodyKind : byte
{
    /// <summary>No body follows the head.</summary>
    None,

    /// <summary>As many bytes as Content-Length says, which may be 0.</summary>
    ContentLength,

    /// <summary>Chunks, ended by the last chunk and its trailer section.</summary>
    Chunked,

    /// <summary>All bytes until the sender closes; responses only.</summary>
    UntilClose,
}
