// What the head of one attempt says that another attempt's does not.
namespace Weir.Protocol.Http;

/// <summary>Facts of one attempt of a request. Lives for one call.</summary>
public ref struct RequestAttempt
{
    /// <summary>The authority that the backend is told.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <summary>
    /// The traceparent that takes the place of the client's, as the last field of the head; empty: the client's passes on as it came.
    /// </summary>
    public ReadOnlySpan<byte> TraceParent { get; init; }
}
