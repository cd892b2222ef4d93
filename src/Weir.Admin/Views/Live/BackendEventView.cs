// The data of a backend event of the event stream.
using Weir.Proxy.Backends;

namespace Weir.Admin.Views.Live;

/// <summary>A backend as in the list of clusters, with its cluster and, where that is known, the reason of the change in words.</summary>
public sealed record BackendEventView : BackendView
{
    private BackendEventView(BackendView backend)
        : base(backend) { }

    public required string Timestamp { get; init; }

    public required string Cluster { get; init; }

    public string? Reason { get; init; }

    public static BackendEventView Of(BackendState backend, string? reason, DateTimeOffset now) =>
        new(Of(backend))
        {
            Timestamp = Rfc3339(now),
            Cluster = backend.Cluster.Name,
            Reason = reason,
        };
}
