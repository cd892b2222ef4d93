// Reads a response's head out of the backend's bytes, and puts the one for the client in front of its body, in the same block.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Sessions;

/// <summary>The part of the step ReadResponse that looks at bytes. A worker has one; what it has read is good until it reads again.</summary>
internal sealed class ResponseReader
{
    private readonly HeadEdits _edits = new();
    private readonly byte[] _written = GC.AllocateUninitializedArray<byte>(Limits.BlockBytes);

    /// <summary>The head that was read last.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Parses the next head, interim or final.</summary>
    public ResponseParse Read(in ByteBuffer output, HttpMethod requestMethod) =>
        ResponseHeadParser.Parse(
            output.Unread,
            new HeadLimits(Limits.MaxResponseHeadBytes, FieldTable.DefaultCapacity),
            requestMethod,
            Head
        );

    /// <summary>Writes the interim head that was read, in its place.</summary>
    public HeadedPiece WriteInterim(ref ByteBuffer output, int readLength)
    {
        _edits.Clear();
        int length = ResponseHeadWriter.Write(output.Unread, Head, _edits, default, _written);
        output.Skip(readLength);
        return Place(output, length, new BodyPiece(BodyStatus.More, output.Start, 0, 0));
    }

    /// <summary>Writes the final head that was read, in front of the body bytes that came along, which it takes.</summary>
    public HeadedPiece WriteFinal(
        ref ByteBuffer output,
        in ResponseParse parse,
        HttpExchange exchange,
        ReadOnlySpan<byte> date
    )
    {
        BodyTransform transform = TransformOf(Head.Body, exchange.MinorVersion);
        var framing = new ResponseFraming
        {
            Close = exchange.ClosesClient,
            KeepAlive10 = exchange.MinorVersion == 0 && !exchange.ClosesClient,
            Chunk = transform == BodyTransform.Chunk,
            DropFraming = transform == BodyTransform.Dechunk,
            Upgrade = exchange.IsUpgrading,
        };
        _edits.Clear();
        ResponseMarks.Edit(Head, exchange.Via, exchange.RequestId, date, _edits);
        int length = ResponseHeadWriter.Write(output.Unread, Head, _edits, framing, _written);
        output.Skip(parse.HeadLength);
        BodyStatus status = exchange.ResponseBody.Begin(Head.Body, Head.ContentLength, transform);
        int tunnel = exchange.IsUpgrading ? output.Count : 0; // its first bytes
        var body = new BodyPiece(status, output.Start, tunnel, tunnel);
        if (!exchange.IsUpgrading && status == BodyStatus.More && output.Count > 0)
        {
            byte[] bytes = output.Block!.Bytes; // there are bytes in it
            body = exchange.ResponseBody.Take(bytes, output.Start, output.Count);
        }

        output.Skip(body.Consumed);
        return Place(output, length, body);
    }

    /// <summary>An HTTP/1.1 client gets a close-framed body chunked; an HTTP/1.0 client gets a chunked one decoded (RFC 9112 §6.1).</summary>
    public static BodyTransform TransformOf(BodyKind kind, int clientMinorVersion) =>
        (kind, clientMinorVersion) switch
        {
            (BodyKind.UntilClose, 1) => BodyTransform.Chunk,
            (BodyKind.Chunked, 0) => BodyTransform.Dechunk,
            _ => BodyTransform.None,
        };

    private HeadedPiece Place(in ByteBuffer output, int headLength, in BodyPiece body)
    {
        int start = body.SendStart - headLength;
        if (headLength < 0 || start < 0)
        {
            return new HeadedPiece(BodyStatus.Invalid, 0, 0);
        }

        _written.AsSpan(0, headLength).CopyTo(output.Block!.Bytes.AsSpan(start)); // a whole head has a block
        return new HeadedPiece(body.Status, start, headLength + body.SendCount);
    }
}
