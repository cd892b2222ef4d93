// Keys of one route.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Listeners;

/// <summary>Keys of one route.</summary>
internal static class RouteKeys
{
    public static readonly KeyTable<RouteConfig> All = new(
        "route",
        new RouteConfig { Cluster = "" }
    );

    public static readonly Key<RouteConfig, string?> Host = All.Add(
        "host",
        KeyTypes.WrittenAs<string?>(RouteReader.ParseHost, static host => host),
        r => r.Host,
        (r, v) => r with { Host = v },
        "A host name, or *.example.com for one or more labels; any host unless given."
    );

    public static readonly Key<RouteConfig, string?> PathPrefix = All.Add(
        "pathPrefix",
        KeyTypes.OptionalTextWith(RouteReader.CheckPath),
        r => r.PathPrefix,
        (r, v) => r with { PathPrefix = v },
        "Whole segments, case-sensitive; any path unless given."
    );

    public static readonly Key<RouteConfig, string> Cluster = All.Add(
        "cluster",
        KeyTypes.Text,
        r => r.Cluster,
        (r, v) => r with { Cluster = v },
        "Where requests that match go.",
        KeyTraits.Required | KeyTraits.ReadApart
    );
}
