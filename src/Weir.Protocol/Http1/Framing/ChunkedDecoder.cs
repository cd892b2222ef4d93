// Finds the end of a chunked body (RFC 9112 §7.1), resumable at any split. Lines go byte by byte, chunk data is jumped
// over. A value type owned by the body it reads; default(ChunkedDecoder) is ready to start.
namespace Weir.Protocol.Http1.Framing;

public struct ChunkedDecoder
{
    /// <summary>How much of a body's bytes may be kept back from one piece to the next.</summary>
    public const int MaxHeldBytes = TrailerSection.NameBytes;

    private Phase _phase;
    private long _remaining;
    private ChunkLine _line;
    private TrailerSection _trailers;

    private enum Phase : byte
    {
        Line,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Trailers,
        Done,
        Invalid,
    }

    /// <summary>Bytes of chunk data seen so far.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>The zero-sized chunk was seen, which many take for the end, whatever the trailers say (RFC 9112 §8).</summary>
    public bool HasLastChunk { get; private set; }

    /// <summary>
    /// Validates without copying, for passing the body on as it is. Done: <paramref name="consumed"/> reaches up to and
    /// including the CRLF after the trailer section. Invalid: it is the offset of the offending byte.
    /// </summary>
    public ChunkedStatus Scan(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        while (TryFindPayload(data, Phase.Done, ref consumed, out _)) { }

        return Status;
    }

    /// <summary>
    /// The same for bytes that are passed on: takes trailers out that may not be, in place. What passes on is the slice
    /// [<paramref name="sendStart"/>, + <paramref name="sendCount"/>), which may begin up to <see cref="MaxHeldBytes"/> before
    /// <paramref name="start"/>: a name cut by the end of a piece goes out with the next one. Of an Invalid piece that is what came before the fault.
    /// </summary>
    public ChunkedStatus PassOn(
        Span<byte> bytes,
        int start,
        int count,
        out int consumed,
        out int sendStart,
        out int sendCount
    )
    {
        Span<byte> data = bytes.Slice(start, count);
        consumed = 0;
        while (TryFindPayload(data, Phase.Trailers, ref consumed, out _)) { }

        sendStart = start - _trailers.Held.Length;
        int written = start + consumed - _trailers.Held.Length;
        while (consumed < count && _phase == Phase.Trailers)
        {
            if (!_trailers.Step(data[consumed], bytes, ref written))
            {
                _phase = Phase.Invalid;
                break;
            }

            consumed++;
            _phase = _trailers.IsEnd ? Phase.Done : Phase.Trailers;
        }

        sendCount = written - sendStart;
        return Status;
    }

    /// <summary>
    /// Moves the payload to the front of <paramref name="data"/> and drops the framing and the trailers, for an
    /// HTTP/1.0 recipient. <paramref name="written"/> payload bytes lie there even when the result is Invalid.
    /// </summary>
    public ChunkedStatus Decode(Span<byte> data, out int consumed, out int written)
    {
        consumed = 0;
        written = 0;
        while (TryFindPayload(data, Phase.Done, ref consumed, out int payload))
        {
            data.Slice(consumed - payload, payload).CopyTo(data[written..]);
            written += payload;
        }

        return Status;
    }

    private readonly ChunkedStatus Status =>
        _phase switch
        {
            Phase.Done => ChunkedStatus.Done,
            Phase.Invalid => ChunkedStatus.Invalid,
            _ => ChunkedStatus.NeedMore,
        };

    // Goes on until a run of chunk data ends at `position` (true), or the input does or the phase is reached (false).
    private bool TryFindPayload(
        ReadOnlySpan<byte> data,
        Phase end,
        ref int position,
        out int payload
    )
    {
        payload = 0;
        while (position < data.Length && _phase < end)
        {
            if (_phase == Phase.Data)
            {
                payload = (int)Math.Min(_remaining, data.Length - position);
                position += payload;
                PayloadBytes += payload;
                _remaining -= payload;
                _phase = _remaining == 0 ? Phase.DataCarriageReturn : Phase.Data;
                return true;
            }

            _phase = Next(data[position]);
            position += _phase == Phase.Invalid ? 0 : 1;
        }

        return false;
    }

    private Phase Next(byte value) =>
        _phase switch
        {
            Phase.Line => _line.Step(value) ? AfterLineByte() : Phase.Invalid,
            Phase.DataCarriageReturn when value == '\r' => Phase.DataLineFeed,
            Phase.DataLineFeed when value == '\n' => Phase.Line,
            Phase.Trailers when _trailers.Step(value) => _trailers.IsEnd
                ? Phase.Done
                : Phase.Trailers,
            _ => Phase.Invalid,
        };

    private Phase AfterLineByte()
    {
        if (!_line.IsEnd)
        {
            return Phase.Line;
        }

        _remaining = _line.Size;
        _line = default;
        if (_remaining > long.MaxValue - PayloadBytes)
        {
            return Phase.Invalid;
        }

        HasLastChunk = _remaining == 0;
        return HasLastChunk ? Phase.Trailers : Phase.Data;
    }
}
