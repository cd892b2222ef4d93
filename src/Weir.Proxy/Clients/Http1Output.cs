// What goes to an http/1 client: heads framed as its version and the state of its connection ask for, bodies, and responses of our own.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Framing;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>The direction to the client. Part of its connection.</summary>
internal sealed class Http1Output(SessionServices services, Http1ResponseWriter writer)
{
    private LateReset _cut;
    private bool _isChunking; // the body, whose end shows in a last chunk
    private long _sentBefore;

    /// <summary>0 or 1, of the request under way.</summary>
    public int MinorVersion { get; private set; } = 1;

    /// <summary>The client would go on after this request.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>The client has been told that its connection ends with this response.</summary>
    public bool HasToldClose { get; private set; }

    /// <summary>A request begins.</summary>
    public void Begin(Channel channel)
    {
        _sentBefore = channel.BytesSent;
        MinorVersion = 1;
        KeepsAlive = HasToldClose = _isChunking = false;
    }

    /// <summary>The request line and what it says of the connection.</summary>
    public void OnRead(in RequestReading reading) =>
        (MinorVersion, KeepsAlive) = (reading.MinorVersion, reading.KeepAlive);

    /// <summary>Bytes of this exchange so far.</summary>
    public long BytesSent(Channel channel) => channel.BytesSent - _sentBefore;

    /// <summary>An HTTP/1.1 client gets a close-framed body chunked; an HTTP/1.0 client gets a chunked one decoded (RFC 9112 §6.1).</summary>
    public BodyTransform TransformOf(BodyKind body) =>
        (body, MinorVersion) switch
        {
            (BodyKind.UntilClose, > 0) => BodyTransform.Chunk,
            (BodyKind.Chunked, 0) => BodyTransform.Dechunk,
            _ => BodyTransform.None,
        };

    /// <summary>Writes a head, to be sent by <see cref="TrySendHead"/>; false if it is too long.</summary>
    public bool TryWriteHead(
        ResponseHead head,
        ReadOnlySpan<byte> source,
        HeadEdits edits,
        bool mustClose
    ) =>
        writer.TryWrite(head, source, edits, head.IsInterim ? default : FramingOf(head, mustClose));

    /// <inheritdoc cref="ClientStream.TrySendHead"/>
    public bool TrySendHead(Channel channel, in BlockPiece first)
    {
        int start = writer.Place(first.Block, first.Start);
        if (start < 0)
        {
            return false;
        }

        channel.Send(first.Block, start, first.Start + first.Count - start);
        return true;
    }

    /// <inheritdoc cref="ClientStream.TryEndBody"/>
    public bool TryEndBody(Channel channel)
    {
        if (!_isChunking)
        {
            return true;
        }

        if (!services.Blocks.TryRent(out Block? block))
        {
            return false;
        }

        ChunkedEncoder.LastChunk.CopyTo(block.Bytes);
        channel.Send(block, 0, ChunkedEncoder.LastChunk.Length);
        return true;
    }

    /// <inheritdoc cref="ClientStream.TrySendFailure"/>
    public bool TrySendFailure(Channel channel, ExchangeFacts facts, bool mustClose)
    {
        HasToldClose = mustClose || Failure.Of(facts.Outcome.Error).Closes;
        if (!services.Blocks.TryRent(out Block? block))
        {
            return false;
        }

        (int length, facts.Response.OwnContentBytes) = writer.WriteFailure(
            block,
            facts,
            HasToldClose
        );
        facts.Response.Status = facts.Outcome.Status;
        channel.Send(block, 0, length);
        return true;
    }

    /// <inheritdoc cref="ClientStream.TryEndCut"/>
    public bool IsCutDue(Channel channel, bool showsCut) =>
        !channel.IsSending && (showsCut || _cut.IsDue(channel));

    /// <summary>The connection is over.</summary>
    public void Clear()
    {
        (_cut, _sentBefore, MinorVersion) = (default, 0, 1);
        KeepsAlive = HasToldClose = _isChunking = false;
    }

    private ResponseFraming FramingOf(ResponseHead head, bool mustClose)
    {
        HasToldClose =
            mustClose
            || (MinorVersion == 0 && head.Body is BodyKind.UntilClose or BodyKind.Chunked);
        BodyTransform transform = TransformOf(head.Body);
        _isChunking = transform == BodyTransform.Chunk;
        return new ResponseFraming
        {
            Close = HasToldClose,
            KeepAlive10 = MinorVersion == 0 && !HasToldClose,
            Chunk = _isChunking,
            DropFraming = transform == BodyTransform.Dechunk,
            Upgrade = head.StatusCode == 101,
        };
    }
}
