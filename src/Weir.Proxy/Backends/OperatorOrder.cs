// Who ordered something of a backend, when and why: what the next operator asks first.
namespace Weir.Proxy.Backends;

/// <summary>An order as it was given.</summary>
/// <param name="UnixMs">When.</param>
/// <param name="Who">Address and user of who gave it, as the log's <c>operator</c> events tell them.</param>
/// <param name="Reason">In the operator's words, on one line; empty where none was given.</param>
public sealed record OperatorOrder(long UnixMs, string Who, string Reason)
{
    /// <summary>When, for people: RFC 3339.</summary>
    public string Timestamp { get; init; } = "";
}
