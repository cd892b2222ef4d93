// What this proxy says of a request to whom it passes it on.
namespace Weir.Protocol.Http;

/// <summary>Who asked, and through whom. Lives for one call.</summary>
public ref struct ForwardingFacts
{
    /// <summary>The client's IP as text, without port, IPv6 without brackets; empty for a unix socket.</summary>
    public ReadOnlySpan<byte> ClientAddress { get; init; }

    /// <summary>The same as Forwarded names it, see <see cref="ForwardingFields.WriteNode"/>.</summary>
    public required ReadOnlySpan<byte> ClientNode { get; init; }

    /// <summary>The client's connection is protected: its scheme is https.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The peer is one of the trusted proxies: what it says about the client is kept and added to.</summary>
    public bool PeerIsTrusted { get; init; }

    /// <summary>Our member of Via (RFC 9110 §7.6.3), such as "1.1 weir-0a1b2c3d".</summary>
    public ReadOnlySpan<byte> Via { get; init; }

    /// <summary>The request id in force, ASCII.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }
}
