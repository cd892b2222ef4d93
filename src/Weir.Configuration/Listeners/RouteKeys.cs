// Keys of one route.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Listeners;

/// <summary>Keys of one route.</summary>
internal static class RouteKeys
{
    public static readonly TextKey Host = new(
        "host",
        null,
        "A host name, or *.example.com for one or more labels; any host unless given."
    );

    public static readonly TextKey PathPrefix = new(
        "pathPrefix",
        null,
        "Whole segments, case-sensitive; any path unless given."
    );

    public static readonly TextKey Cluster = new("cluster", null, "Where requests that match go.");

    public static readonly SectionKeys All = new("route", [Host, PathPrefix, Cluster])
    {
        Required = [Cluster],
    };
}
