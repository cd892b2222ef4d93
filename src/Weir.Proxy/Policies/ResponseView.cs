// A backend's response as policies see it.
using Weir.Protocol.Http;

namespace Weir.Proxy.Policies;

/// <summary>The final head as it came. Lives for one call.</summary>
public ref struct ResponseView
{
    /// <summary>What it answers.</summary>
    public required ReceivedRequest Request { get; init; }

    /// <summary>Where its parts are.</summary>
    public required ResponseHead Head { get; init; }

    /// <summary>The bytes that <see cref="Head"/> refers to.</summary>
    public required ReadOnlySpan<byte> Source { get; init; }

    /// <summary>The present time as an IMF-fixdate (RFC 9110 §5.6.7); empty where none is told.</summary>
    public ReadOnlySpan<byte> Date { get; init; }
}
