// The port to the backend's side of one exchange, whatever version of HTTP it speaks.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// Sends the request and brings the response by calls of the exchange's On… methods. At most one piece of the request is under way at a
/// time: its end comes by <see cref="Exchange.OnRequestSent"/>. Blocks go along with the bytes in them.
/// </summary>
internal abstract class BackendStream
{
    /// <summary>The hold on a backend: the place there and the connection.</summary>
    public abstract BackendClaim Claim { get; }

    /// <summary>Whose side it is; null while no exchange has it.</summary>
    public Exchange? Exchange { get; set; }

    /// <summary>Whose connection has it, also between exchanges; null while it is nobody's.</summary>
    public ClientStream? Client { get; set; }

    /// <summary>A connection is there or on its way.</summary>
    public bool HasConnection => Claim.Connection is not null;

    /// <summary>Part of the request is on its way.</summary>
    public abstract bool IsSending { get; }

    /// <summary>When a byte last moved, in microseconds of the worker's clock; 0 without a connection.</summary>
    public abstract long LastActivityUs { get; }

    /// <summary>Pieces of the request may be in pipes, while there is a connection.</summary>
    public abstract bool TakesPipes { get; }

    /// <summary>An attempt is under way over the connection.</summary>
    public abstract bool HasAttempt { get; }

    /// <summary>Any byte of the present attempt has gone out.</summary>
    public abstract bool HasWritten { get; }

    /// <summary>Any byte of a response to the present attempt has come.</summary>
    public abstract bool HasAnswered { get; }

    /// <summary>The backend has closed its side, or the connection broke.</summary>
    public abstract bool HasEnded { get; }

    /// <summary>Whether the connection may serve others once the response is complete, for all that the backend has said.</summary>
    public abstract bool IsClean { get; }

    /// <summary>The receiver of the response's body can tell one that broke off from a whole one, by its length or the lack of a last chunk.</summary>
    public abstract bool ShowsCut { get; }

    /// <summary>Bytes of the response's content so far, without framing.</summary>
    public abstract long ContentBytes { get; }

    /// <summary>The head that was read last; good until the next <see cref="ReadHead"/> of any.</summary>
    public abstract ResponseHead Head { get; }

    /// <summary>The bytes that <see cref="Head"/> refers to, until it is taken.</summary>
    public abstract ReadOnlySpan<byte> HeadSource { get; }

    /// <summary>Why the response cannot be read.</summary>
    public abstract string? Problem { get; }

    /// <summary>Takes an idle connection, or starts to open one; true when it is ready now, else <see cref="Exchange.OnConnected"/> or
    /// <see cref="Exchange.OnConnectFailed"/> follows.</summary>
    public abstract bool Acquire(bool fresh);

    /// <summary>A new attempt over the connection: from now on the response may come.</summary>
    public abstract void BeginAttempt();

    /// <summary>Writes the head in front of the first piece and sends both; false if there is no room, and then nothing has happened.</summary>
    /// <param name="request">As it came, and what is to be different.</param>
    /// <param name="trace">What the backend is told of the trace; null: what the client says.</param>
    /// <param name="first">The body bytes that came along.</param>
    public abstract bool TrySendHead(
        ReceivedRequest request,
        in TraceParent? trace,
        in BlockPiece first
    );

    /// <summary>Sends part of the request's body.</summary>
    public abstract void Send(in BlockPiece piece);

    /// <summary>Reads the next head as far as it has come, and asks for more where it is not whole.</summary>
    public abstract ResponseRead ReadHead();

    /// <summary>Steps behind an interim head that nobody wants.</summary>
    public abstract void SkipHead();

    /// <summary>Steps behind an interim head; its block, lent for as long as it is being sent, comes back by <see cref="TakeBack"/>.</summary>
    public abstract BlockPiece TakeInterim();

    /// <summary>Steps behind the final head; the body bytes that came with it come along.</summary>
    public abstract BlockPiece TakeFinal(BodyTransform transform);

    /// <summary>Part of the response was sent: its block comes back, and more is asked for where there is more.</summary>
    public abstract void TakeBack(Block block);

    /// <summary>A block of the response that cannot be sent.</summary>
    public abstract void Drop(Block block);

    /// <summary>The attempt is over: what came of a response is let go.</summary>
    public abstract void EndAttempt();

    /// <summary>Gives the connection back, to serve others where it is clean, and the place with it. One that is authenticated stays.</summary>
    public abstract void Release(bool isClean);
}
