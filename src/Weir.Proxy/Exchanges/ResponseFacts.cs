// What an exchange knows of its response.
using Weir.Proxy.Bodies;

namespace Weir.Proxy.Exchanges;

/// <summary>Cleared with the exchange.</summary>
internal struct ResponseFacts
{
    /// <summary>Of the final head that the client gets, a backend's or our own; 0 while none has begun.</summary>
    public int Status;

    /// <summary>How far the body has come.</summary>
    public BodyStatus Body;

    /// <summary>Behind the head comes another protocol (101).</summary>
    public bool IsUpgrading;

    /// <summary>A head has come that waits for the end of the request, after whose last byte the connection will speak another protocol.</summary>
    public bool IsHeld;

    /// <summary>Bytes of content of a response of our own.</summary>
    public int OwnContentBytes;

    /// <summary>A response's head is out: no other can be sent.</summary>
    public readonly bool HasBegun => Status != 0;
}
