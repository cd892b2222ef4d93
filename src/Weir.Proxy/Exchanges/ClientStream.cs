// The port to the client's side of one exchange, whatever version of HTTP it speaks.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// Takes the response, and brings the request by calls of the exchange's On… methods. At most one piece of the response is under way at a
/// time: its end comes by <see cref="Exchange.OnResponseSent"/>. Blocks go along with the bytes in them.
/// </summary>
internal abstract class ClientStream
{
    /// <summary>The connection's number, in logs.</summary>
    public abstract long ConnectionId { get; }

    /// <summary>The client's address.</summary>
    public abstract SocketEndpoint Remote { get; }

    /// <summary>Bytes of this exchange that came from the client, head and framing included.</summary>
    public abstract long BytesIn { get; }

    /// <summary>Bytes of this exchange that went to the client.</summary>
    public abstract long BytesOut { get; }

    /// <summary>The version as the access log tells it.</summary>
    public abstract int MinorVersion { get; }

    /// <summary>Part of the response is on its way.</summary>
    public abstract bool IsSending { get; }

    /// <summary>Pieces of the response may be in pipes.</summary>
    public abstract bool TakesPipes { get; }

    /// <summary>More of the request is asked for.</summary>
    public abstract bool IsReceiving { get; }

    /// <summary>When a byte last moved, in microseconds of the worker's clock.</summary>
    public abstract long LastActivityUs { get; }

    /// <summary>The client's connection is broken, or it left without waiting.</summary>
    public abstract bool IsGone { get; }

    /// <summary>The first piece of the request, which goes out right behind its head, is with the backend.</summary>
    public abstract bool IsLent { get; }

    /// <summary>That piece is still here, and so is the room for another attempt's head.</summary>
    public abstract bool CanResend { get; }

    /// <summary>Interim responses mean something to it (an HTTP/1.0 client knows none, RFC 9110 §15.2).</summary>
    public abstract bool TakesInterim { get; }

    /// <summary>True when the client sends its body at less than that for longer than the grace.</summary>
    public abstract bool IsBodyTooSlow(int bytesPerSecond, long nowUs);

    /// <summary>True when the client takes the response at less than that for longer than the grace.</summary>
    public abstract bool IsReaderTooSlow(int bytesPerSecond, long nowUs);

    /// <summary>How a response's body has to be framed for it.</summary>
    public abstract BodyTransform TransformOf(BodyKind body);

    /// <summary>The body bytes that came with the head; the block stays the client's until <see cref="Lend"/>.</summary>
    public abstract BlockPiece FirstPiece { get; }

    /// <summary>The first piece goes to the backend; it comes back by <see cref="TakeBack"/>.</summary>
    public abstract void Lend();

    /// <summary>Part of the request was sent, or not: its block comes back, and more is asked for where there is more.</summary>
    public abstract void TakeBack(Block block, bool wasSent);

    /// <summary>The backend's connection is about to close, and blocks that it was lent go along.</summary>
    public abstract void OnBackendClosing();

    /// <summary>The response has begun: the request is not sent again.</summary>
    public abstract void OnResponseBegun();

    /// <summary>
    /// Writes a head, to be sent by the next <see cref="TrySendHead"/>: what it says is not needed behind this call. False if it is too long.
    /// </summary>
    public abstract bool TryWriteHead(
        ResponseHead head,
        ReadOnlySpan<byte> source,
        HeadEdits edits
    );

    /// <summary>Sends the head that was written and the bytes right behind it; false if there is no room in front of them, and then nothing has happened.</summary>
    public abstract bool TrySendHead(in BlockPiece first);

    /// <summary>Sends part of the response's body.</summary>
    public abstract void Send(in BlockPiece piece);

    /// <summary>The body has ended without a last piece, by the end of the backend's connection; false when there is no room to say so.</summary>
    public abstract bool TryEndBody();

    /// <summary>Sends a response of our own for the failure that is known, and notes its status and content; false when there is no room for it.</summary>
    public abstract bool TrySendFailure(ExchangeFacts facts);

    /// <summary>It is taken for gone, whatever it says.</summary>
    public abstract void GiveUp();

    /// <summary>
    /// Whether a response that breaks off may end now: what came of it has gone out, and where its end would be taken for the end of the body
    /// the client has acknowledged it. False: the deadline is set for another look.
    /// </summary>
    public abstract bool TryEndCut(bool showsCut);

    /// <summary>Sets the exchange's deadline; 0 microseconds from now means none.</summary>
    public abstract void SetDeadlineIn(long fromNowUs);

    /// <summary>The exchange waits: that the client leaves is to be noticed all the same.</summary>
    public abstract void Watch();

    /// <summary>From now on both connections carry another protocol.</summary>
    public abstract void BeginTunnel(BackendStream backend);

    /// <summary>The exchange is over and no longer used.</summary>
    public abstract void OnEnded(ExchangeEnd end, string reason);
}
