// What BodyTracker does to the framing of a body.
namespace Weir.Proxy.Bodies;

/// <summary>How a body is re-framed on its way.</summary>
internal enum BodyTransform : byte
{
    None,

    /// <summary>A close-framed response for an HTTP/1.1 client becomes chunked.</summary>
    Chunk,

    /// <summary>A chunked response for an HTTP/1.0 client is decoded.</summary>
    Dechunk,
}
