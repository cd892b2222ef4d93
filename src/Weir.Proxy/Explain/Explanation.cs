// Everything that the data plane decides about one request before it connects.
namespace Weir.Proxy.Explain;

/// <summary>From the listener to the backend, or to the error on the way.</summary>
public sealed record Explanation
{
    public required string Listener { get; init; }

    /// <summary>In file order, the listener's own cluster last; empty in tcp mode and for a refused request.</summary>
    public RouteVerdict[] Routes { get; init; } = [];

    /// <summary>Null when there is no route.</summary>
    public string? Cluster { get; init; }

    public BackendVerdict[] Backends { get; init; } = [];

    /// <summary>The balancer's choice; null when there is none.</summary>
    public string? Choice { get; init; }

    /// <summary>How the algorithm decides.</summary>
    public string? Decision { get; init; }

    /// <summary>The head that the backend would get; null in tcp mode and for a refused request.</summary>
    public string? SentHead { get; init; }

    /// <summary>Whether it may be sent again after bytes went out.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The status that the client would get from Weir itself; null when a backend would answer, or in tcp mode.</summary>
    public int? ErrorStatus { get; init; }

    /// <summary>The error code; null when a backend would answer.</summary>
    public string? ErrorCode { get; init; }

    public string? ErrorDetail { get; init; }
}
