// What an exchange knows of its request beside the head.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;

namespace Weir.Proxy.Exchanges;

/// <summary>Cleared with the exchange; times are in microseconds of the worker's clock.</summary>
internal struct RequestFacts
{
    /// <summary>Known as soon as the request line is.</summary>
    public HttpMethod Method;

    /// <summary>Its head is whole.</summary>
    public bool HasHead;

    /// <summary>The client would speak another protocol from here on (RFC 9110 §7.8).</summary>
    public bool WantsUpgrade;

    /// <summary>How far the body has come from the client: Complete once nothing more of the request is to come.</summary>
    public BodyStatus Body;

    /// <summary>The backend takes no more of the request; its answer or its end tells the rest.</summary>
    public bool IsCut;

    /// <summary>When its first byte came.</summary>
    public long StartedUs;

    /// <summary>When all of it had been sent to the backend of the present attempt; 0: not yet.</summary>
    public long SentUs;

    /// <summary>The whole request has come from the client.</summary>
    public readonly bool IsWhole => Body == BodyStatus.Complete;

    /// <summary>More of the body is to come.</summary>
    public readonly bool AwaitsBody => HasHead && Body == BodyStatus.More;

    /// <summary>The whole request has gone to the backend.</summary>
    public readonly bool IsSent => SentUs > 0;
}
