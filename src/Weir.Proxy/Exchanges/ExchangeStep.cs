// The steps of a request's life, in order; see Exchange.Step and ARCHITECTURE.md.

namespace Weir.Proxy.Exchanges;

/// <summary>Where an exchange stands. <see cref="ExchangeMoves"/> says where it may go from there.</summary>
internal enum ExchangeStep : byte
{
    /// <summary>The request's head is coming in; before that there is no exchange.</summary>
    Head,

    /// <summary>A backend is chosen.</summary>
    Pick,

    /// <summary>All backends are full: waits for a place.</summary>
    Queue,

    /// <summary>A connection to the backend is taken or opened.</summary>
    Acquire,

    /// <summary>The request's head goes out.</summary>
    Send,

    /// <summary>The head of the response is waited for.</summary>
    Await,

    /// <summary>The response goes to the client, a backend's or our own.</summary>
    Stream,

    /// <summary>After 101: bytes both ways, no more messages.</summary>
    Tunnel,

    /// <summary>Nothing comes of it: the client is told, where it can be.</summary>
    Fail,

    /// <summary>A response that has begun breaks off.</summary>
    Cut,

    /// <summary>It is over; what it held has been given back.</summary>
    Ended,
}
