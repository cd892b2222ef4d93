// One route of an http listener as written.

namespace Weir.Configuration.Listeners;

/// <summary>Requests that match both conditions go to the cluster.</summary>
public sealed record RouteConfig
{
    /// <summary>A host name, or <c>*.example.com</c> for one or more labels before it; null: any host.</summary>
    public string? Host { get; init; }

    /// <summary>Whole segments, case-sensitive, as sent; null: any path.</summary>
    public string? PathPrefix { get; init; }

    public required string Cluster { get; init; }
}
