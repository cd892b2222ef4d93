// Follows one body through the pieces in which it comes, finds its end, and re-frames it in place where the other side needs that.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Framing;

namespace Weir.Proxy.Bodies;

/// <summary>
/// The body of one message (RFC 9112 §6). Works in the block that the bytes were received in: chunk headers, and a
/// trailer's name that was cut by the end of a piece, go into its headroom (<see cref="Limits.BlockHeadroomBytes"/>), chunk ends into
/// its tailroom.
/// </summary>
internal struct BodyTracker
{
    private ChunkedDecoder _decoder;
    private BodyKind _kind;
    private BodyTransform _transform;
    private long _remaining;

    /// <summary>Payload bytes seen so far, without framing.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Starts on a body; returns Complete at once where there is none.</summary>
    public BodyStatus Begin(
        BodyKind kind,
        long contentLength,
        BodyTransform transform = BodyTransform.None
    )
    {
        _decoder = default;
        _kind = kind;
        _transform = transform;
        _remaining = contentLength;
        PayloadBytes = 0;
        return kind == BodyKind.None || (kind == BodyKind.ContentLength && contentLength == 0)
            ? BodyStatus.Complete
            : BodyStatus.More;
    }

    /// <summary>Takes the next piece. Bytes beyond <see cref="BodyPiece.Consumed"/> belong to no body.</summary>
    public BodyPiece Take(byte[] bytes, int start, int count)
    {
        switch (_kind)
        {
            case BodyKind.ContentLength:
                int taken = (int)long.Min(_remaining, count);
                _remaining -= taken;
                PayloadBytes += taken;
                return new(
                    _remaining == 0 ? BodyStatus.Complete : BodyStatus.More,
                    start,
                    taken,
                    taken
                );
            case BodyKind.Chunked:
                return TakeChunked(bytes, start, count);
            case BodyKind.UntilClose when _transform == BodyTransform.Chunk:
                PayloadBytes += count;
                int header = ChunkedEncoder.WriteHeader(bytes.AsSpan(0, start), count);
                ChunkedEncoder.ChunkEnd.CopyTo(bytes.AsSpan(start + count));
                return new(
                    BodyStatus.More,
                    start - header,
                    header + count + ChunkedEncoder.ChunkEnd.Length,
                    count
                );
            case BodyKind.UntilClose:
                PayloadBytes += count;
                return new(BodyStatus.More, start, count, count);
            default:
                Debug.Fail("a message without a body has no pieces");
                return new(BodyStatus.Complete, start, 0, 0);
        }
    }

    /// <summary>True while whatever a pipe can hold belongs to this body, and passes as it is: not where chunks are to be read or written.</summary>
    public readonly bool MayPipe =>
        _kind switch
        {
            BodyKind.ContentLength => _remaining >= Limits.PipeBytes,
            BodyKind.UntilClose => _transform == BodyTransform.None,
            _ => false,
        };

    /// <summary>True when the end of the connection is the proper end of this body.</summary>
    public readonly bool EndsByClose => _kind == BodyKind.UntilClose;

    /// <summary>True when the receiver can tell a body that broke off from a whole one, by its length or the lack of a last chunk.</summary>
    public readonly bool ShowsCut =>
        _transform == BodyTransform.Chunk
        || (
            _transform == BodyTransform.None
            && _kind != BodyKind.UntilClose
            && !_decoder.HasLastChunk
        );

    private BodyPiece TakeChunked(byte[] bytes, int start, int count)
    {
        int consumed;
        int sendStart = start;
        int sendCount;
        ChunkedStatus status =
            _transform == BodyTransform.Dechunk
                ? _decoder.Decode(bytes.AsSpan(start, count), out consumed, out sendCount)
                : _decoder.PassOn(bytes, start, count, out consumed, out sendStart, out sendCount);
        PayloadBytes = _decoder.PayloadBytes;
        return status switch
        {
            ChunkedStatus.Done => new(BodyStatus.Complete, sendStart, sendCount, consumed),
            ChunkedStatus.NeedMore => new(BodyStatus.More, sendStart, sendCount, consumed),
            _ => new(BodyStatus.Invalid, sendStart, sendCount, consumed), // a response's good part goes on
        };
    }
}
