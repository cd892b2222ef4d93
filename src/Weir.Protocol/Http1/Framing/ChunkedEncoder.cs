// Frames a payload as chunks (RFC 9112 §7.1), in place: the caller leaves room in front of and behind the payload.
namespace Weir.Protocol.Http1.Framing;

public static class ChunkedEncoder
{
    /// <summary>Room to leave in front of a payload: eight hex digits and CRLF.</summary>
    public const int MaxHeaderBytes = 10;

    /// <summary>What ends a chunk's data.</summary>
    public static ReadOnlySpan<byte> ChunkEnd => "\r\n"u8;

    /// <summary>The last chunk and an empty trailer section.</summary>
    public static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    /// <summary>
    /// Writes size and CRLF into the last bytes of the span, which ends where the payload begins. The payload must not
    /// be empty: a chunk of size 0 ends the body.
    /// </summary>
    /// <returns>How many bytes were written, at most <see cref="MaxHeaderBytes"/>.</returns>
    public static int WriteHeader(Span<byte> destinationEndingAtPayload, int payloadLength)
    {
        System.Diagnostics.Debug.Assert(payloadLength > 0, "an empty chunk ends the body");
        int position = destinationEndingAtPayload.Length;
        destinationEndingAtPayload[--position] = (byte)'\n';
        destinationEndingAtPayload[--position] = (byte)'\r';
        uint rest = (uint)payloadLength;
        do
        {
            destinationEndingAtPayload[--position] = "0123456789ABCDEF"u8[(int)(rest & 15)];
            rest >>= 4;
        } while (rest != 0);

        return destinationEndingAtPayload.Length - position;
    }
}
