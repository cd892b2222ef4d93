// Reads a response's head out of the backend's bytes, and puts the rewritten one in front of its body, in the same block.
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Sessions;

/// <summary>The part of the step ReadResponse that looks at bytes.</summary>
internal static class ResponseReader
{
    /// <summary>Parses the next head, interim or final, into the worker's scratch.</summary>
    public static ParseStatus Parse(
        SessionServices services,
        ref ByteBuffer output,
        HttpExchange exchange
    ) =>
        ResponseHeadParser.Parse(
            output.Unread,
            new HeadLimits(Limits.MaxResponseHeadBytes, HeaderFields.DefaultCapacity),
            exchange.Method,
            services.ResponseHead
        );

    /// <summary>Rewrites an interim head where it stands; returns false when it has no room. The slice to send is [start, start + count).</summary>
    public static bool RewriteInterim(
        SessionServices services,
        ref ByteBuffer output,
        out int start,
        out int count
    )
    {
        ResponseHead head = services.ResponseHead;
        count = HeadRewriter.WriteResponse(
            output.Unread,
            head,
            new ResponseRewrite(),
            services.Scratch
        );
        output.Skip(head.HeadLength);
        start = output.Start - count;
        if (count < 0 || start < 0)
        {
            return false;
        }

        services.Scratch.AsSpan(0, count).CopyTo(output.Block!.Bytes.AsSpan(start)); // a whole head has a block
        return true;
    }

    /// <summary>
    /// Rewrites a final head, takes the body bytes that came along, and tells the slice to send. The body is judged by the piece's
    /// status: Complete when nothing more is to come.
    /// </summary>
    public static BodyStatus RewriteFinal(
        SessionServices services,
        ref ByteBuffer output,
        HttpExchange exchange,
        out int start,
        out int count
    )
    {
        ResponseHead head = services.ResponseHead;
        BodyTransform transform = TransformOf(head.Body, exchange.MinorVersion);
        var rewrite = new ResponseRewrite
        {
            Pseudonym = exchange.Pseudonym,
            RequestId = exchange.RequestId,
            Date = services.Date.At(services.Reactor.NowUs),
            Close = exchange.ClosesClient,
            KeepAlive10 = exchange.MinorVersion == 0 && !exchange.ClosesClient,
            Chunk = transform == BodyTransform.Chunk,
            DropFraming = transform == BodyTransform.Dechunk,
            Upgrade = exchange.IsUpgrading,
        };
        int headLength = HeadRewriter.WriteResponse(output.Unread, head, rewrite, services.Scratch);
        output.Skip(head.HeadLength);
        BodyStatus status = exchange.ResponseBody.Begin(head.Body, head.ContentLength, transform);
        start = output.Start;
        count = 0;
        if (exchange.IsUpgrading)
        {
            count = output.Count; // the first bytes of the tunnel
            output.Skip(count);
        }
        else if (status == BodyStatus.More && output.Count > 0)
        {
            BodyPiece piece = exchange.ResponseBody.Take(
                output.Block!.Bytes,
                output.Start,
                output.Count
            );
            (status, start, count) = (piece.Status, piece.SendStart, piece.SendCount);
            output.Skip(piece.Consumed);
        }

        if (headLength < 0 || headLength > start)
        {
            return BodyStatus.Invalid;
        }

        start -= headLength;
        count += headLength;
        services.Scratch.AsSpan(0, headLength).CopyTo(output.Block!.Bytes.AsSpan(start));
        return status;
    }

    /// <summary>An HTTP/1.1 client gets a close-framed body chunked; an HTTP/1.0 client gets a chunked one decoded (RFC 9112 §6.1).</summary>
    public static BodyTransform TransformOf(BodyKind kind, int clientMinorVersion) =>
        (kind, clientMinorVersion) switch
        {
            (BodyKind.UntilClose, 1) => BodyTransform.Chunk,
            (BodyKind.Chunked, 0) => BodyTransform.Dechunk,
            _ => BodyTransform.None,
        };
}
