// How far a ChunkedDecoder came.
namespace Weir.Protocol.Http1.Framing;

public enum ChunkedStatus : byte
{
    /// <summary>Everything given was consumed and the body goes on.</summary>
    NeedMore,

    /// <summary>The CRLF that ends the trailer section was consumed; what follows is another message.</summary>
    Done,

    /// <summary>Not a chunked body; the connection cannot be used further.</summary>
    Invalid,
}
