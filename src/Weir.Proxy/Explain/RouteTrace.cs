// Says of each route why it was passed over. Conditions are tested by routers of a single route, so that there is one matcher alone.
using Weir.Configuration.Listeners;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Explain;

internal static class RouteTrace
{
    /// <param name="listener">An http listener.</param>
    /// <param name="matched">What its router found; null for no route.</param>
    /// <param name="host">As received.</param>
    /// <param name="path">Without an empty path, as the router is asked.</param>
    public static RouteVerdict[] Of(
        ListenerConfig listener,
        Route? matched,
        byte[] host,
        byte[] path
    )
    {
        List<RouteVerdict> verdicts = [];
        int until = matched is { Index: >= 0 and var index } ? index : listener.Routes.Length;
        for (int i = 0; i < listener.Routes.Length; i++)
        {
            RouteConfig route = listener.Routes[i];
            string name = Router.NameOf(route);
            verdicts.Add(
                i == until ? new(i, name, route.Cluster, "matched", null)
                : i > until ? new(i, name, route.Cluster, "notReached", null)
                : new(i, name, route.Cluster, "passed", Failing(route, host, path))
            );
        }

        if (listener.Cluster is { } own)
        {
            bool isTaken = matched?.Index == Route.FallbackIndex;
            verdicts.Add(
                new(
                    Route.FallbackIndex,
                    "the listener's own cluster",
                    own,
                    isTaken ? "matched" : "notReached",
                    null
                )
            );
        }

        return [.. verdicts];
    }

    private static string Failing(RouteConfig route, byte[] host, byte[] path)
    {
        bool hostMatches =
            new Router([route with { PathPrefix = null }], null).Match(host, path) is not null;
        bool pathMatches =
            new Router([route with { Host = null }], null).Match(host, path) is not null;
        string hostText = $"host {Text(host)} is not {route.Host}";
        string pathText = $"path {Text(path)} is not under {route.PathPrefix}";
        return hostMatches ? pathText
            : pathMatches ? hostText
            : $"{hostText}, and {pathText}";
    }

    private static string Text(byte[] bytes) =>
        bytes.Length == 0 ? "(none)" : System.Text.Encoding.Latin1.GetString(bytes);
}
