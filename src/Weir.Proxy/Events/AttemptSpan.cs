// One try of a traced request on a backend.

namespace Weir.Proxy.Events;

/// <summary>A client span in the making.</summary>
/// <param name="Id">What the backend was told as the parent of its own spans.</param>
/// <param name="Backend">Address as configured.</param>
/// <param name="StartUs">On the worker's clock, connecting included.</param>
public sealed record AttemptSpan(ulong Id, string Backend, long StartUs)
{
    /// <summary>0 while it goes on.</summary>
    public long EndUs { get; internal set; }

    /// <summary>The status of the backend's answer; 0 when none came.</summary>
    public int Status { get; internal set; }

    /// <summary>The error code; null when it went well.</summary>
    public string? Error { get; internal set; }
}
