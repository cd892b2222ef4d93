// All fixed limits of the product with their arithmetic and reason, so that worst-case memory can be
// added up in one place. Ranges of configuration keys are taken from here.

namespace Weir.Proxy.Configuration;

/// <summary>Fixed limits. Bytes and milliseconds as the names say.</summary>
public static class Limits
{
    // --- Buffers -------------------------------------------------------------------------------

    /// <summary>
    /// One I/O block. 64 KiB is about what one receive takes off a busy loopback or 10 GbE socket: below it
    /// system calls dominate a bulk transfer, above it the copy leaves the L2 cache.
    /// </summary>
    public const int BlockBytes = 64 * 1024;

    /// <summary>
    /// Kept free before received bytes, so that a rewritten head (Via, X-Forwarded-*, Host, X-Request-Id) can grow
    /// in place without moving the body that came with it.
    /// </summary>
    public const int BlockHeadroomBytes = 2 * 1024;

    /// <summary>
    /// Kept free after received bytes for what framing adds: a chunk's end (2), the last chunk (5) and room to
    /// spare, rounded up to a cache line.
    /// </summary>
    public const int BlockTailroomBytes = 64;

    /// <summary>What a receive may fill: 65,536 − 2,048 − 64 = 63,424 bytes.</summary>
    public const int BlockPayloadBytes = BlockBytes - BlockHeadroomBytes - BlockTailroomBytes;

    // --- Listeners -----------------------------------------------------------------------------

    /// <summary>Below this an ordinary browser's request does not fit.</summary>
    public const int MinHeaderBytes = 1024;

    /// <summary>
    /// A head must fit one block together with what the rewrite adds: 32,768 leaves 30,656 of the 63,424 payload
    /// bytes for it, even when every forwarded header is replaced.
    /// </summary>
    public const int MaxHeaderBytes = 32 * 1024;

    public const int MaxPort = 65_535;

    // --- Ranges of configuration keys ------------------------------------------------------------

    /// <summary>HAProxy's range: percentages fit, and 65,536 backends × 256 stays inside an int.</summary>
    public const int MaxWeight = 256;

    /// <summary>A backend's response head must fit one block with room for the rewrite; larger ones are refused as a protocol error.</summary>
    public const int MaxResponseHeadBytes = 32 * 1024;

    // --- Closing ---------------------------------------------------------------------------------

    /// <summary>How long a lingering close reads a client's leftover input before it gives up (RFC 9112 §9.6).</summary>
    public const int LingerMs = 2_000;

    /// <summary>
    /// A client's FIN this soon after its request is a half-close, and the request is answered; later, while the response is awaited, it
    /// means that the client left (docs/adr/0008).
    /// </summary>
    public const int HalfCloseWindowMs = 100;
}
