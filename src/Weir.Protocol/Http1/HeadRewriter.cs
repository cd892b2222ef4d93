// Writes the head that goes on from the head that came in: hop-by-hop fields end here (RFC 9110 §7.6.1), framing is
// stated once and canonically, forwarding fields are added. Reads the source, writes the destination, keeps nothing.
namespace Weir.Protocol.Http1;

public static class HeadRewriter
{
    /// <summary>
    /// The most bytes by which a rewritten request head outgrows its source, besides three times the host, twice the
    /// address, the pseudonym and the id.
    /// </summary>
    public const int MaxRequestGrowth = 192 + TraceParentLineBytes;

    /// <summary>From the parent id in the traceparent that was written to the end of the head: the id, the flags and two line ends.</summary>
    public const int ParentIdToHeadEnd = TraceParent.TextBytes - TraceParent.ParentIdStart + 4;

    private const int TraceParentLineBytes = TraceParent.TextBytes + 15;

    /// <summary>The most bytes by which a rewritten response head outgrows its source, besides the pseudonym and the id.</summary>
    public const int MaxResponseGrowth = 136;

    /// <summary>Writes the request head for the backend.</summary>
    /// <returns>Bytes written, or -1 if they do not fit.</returns>
    public static int WriteRequest(
        ReadOnlySpan<byte> source,
        RequestHead head,
        scoped in RequestRewrite rewrite,
        Span<byte> destination
    ) => RequestHeadWriter.Write(source, head, rewrite, destination);

    /// <summary>Writes the response head for the client.</summary>
    /// <returns>Bytes written, or -1 if they do not fit.</returns>
    public static int WriteResponse(
        ReadOnlySpan<byte> source,
        ResponseHead head,
        scoped in ResponseRewrite rewrite,
        Span<byte> destination
    ) => ResponseHeadWriter.Write(source, head, rewrite, destination);

    /// <summary>
    /// The id that a trusted peer gave the request, as a range of <paramref name="source"/>; false if there is not
    /// exactly one that is sane (1 to 128 visible bytes without quotes and separators). Ask only for trusted peers.
    /// </summary>
    public static bool TryGetTrustedRequestId(
        ReadOnlySpan<byte> source,
        RequestHead head,
        out Range id
    )
    {
        int start = Math.Max(head.RequestIdStart, 0);
        id = start..(start + head.RequestIdLength);
        System.Diagnostics.Debug.Assert(
            id.End.Value <= source.Length,
            "the head is of other bytes"
        );
        return head.RequestIdStart >= 0;
    }
}
