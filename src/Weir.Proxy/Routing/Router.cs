// Finds the route of a request. Immutable and shared by all workers; a reload builds a new one.
using System.Collections.Immutable;
using System.Text;
using Weir.Configuration.Listeners;

namespace Weir.Proxy.Routing;

/// <summary>
/// The routes of one http listener: the first in file order that matches wins. They are indexed by host, by wildcard and by
/// path segment, so that the cost follows the request's own length and not the number of routes.
/// </summary>
public sealed class Router
{
    private const string WildcardPrefix = "*.";

    private readonly Route[] _routes;
    private readonly Route? _fallback;
    private readonly Dictionary<byte[], PathNode> _exact = new(BytesComparer.Instance);

    // By what follows the asterisk and its dot.
    private readonly Dictionary<byte[], PathNode> _wildcards = new(BytesComparer.Instance);
    private readonly PathNode _anyHost = new();
    private readonly int _longestWildcard;

    /// <summary>Compiles routes; <paramref name="fallbackCluster"/> takes what none of them matches, null: nobody does.</summary>
    public Router(ImmutableArray<RouteConfig> routes, string? fallbackCluster)
    {
        _routes = new Route[routes.Length];
        for (int i = 0; i < routes.Length; i++)
        {
            RouteConfig route = routes[i];
            _routes[i] = new Route(i, NameOf(route), route.Cluster);
            PathsOf(route.Host).Add(route.PathPrefix, i);
        }

        _longestWildcard = _wildcards.Keys.Select(k => k.Length).DefaultIfEmpty(0).Max();
        if (fallbackCluster is not null)
        {
            _fallback = new Route(Route.FallbackIndex, Route.AnyName, fallbackCluster);
        }
    }

    /// <summary>
    /// The route of a request, or null when there is none. <paramref name="host"/> is the Host value as received (a port is
    /// ignored), <paramref name="path"/> the request target in origin form, with or without a query.
    /// </summary>
    public Route? Match(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        if (_routes.Length == 0)
        {
            return _fallback;
        }

        int query = path.IndexOf((byte)'?');
        if (query >= 0)
        {
            path = path[..query];
        }

        int best = int.Min(_anyHost.Find(path), FindByHost(host, path));
        return best == PathNode.None ? _fallback : _routes[best];
    }

    private int FindByHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        int best = PathNode.None;
        if (_exact.Count + _wildcards.Count == 0)
        {
            return best;
        }

        ReadOnlySpan<byte> name = HostName.Normalize(host, stackalloc byte[HostName.MaxBytes]);
        if (name.IsEmpty)
        {
            return best;
        }

        if (_exact.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out PathNode? paths))
        {
            best = paths.Find(path);
        }

        return _wildcards.Count == 0 ? best : int.Min(best, FindByWildcard(name, path));
    }

    // Each dot that leaves at least one byte before it may be where the asterisk of a wildcard ends.
    private int FindByWildcard(ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        var wildcards = _wildcards.GetAlternateLookup<ReadOnlySpan<byte>>();
        int best = PathNode.None;
        int dot = int.Max(1, name.Length - 1 - _longestWildcard);
        while (dot < name.Length)
        {
            int next = name[dot..].IndexOf((byte)'.');
            if (next < 0)
            {
                break;
            }

            dot += next + 1;
            if (wildcards.TryGetValue(name[dot..], out PathNode? paths))
            {
                best = int.Min(best, paths.Find(path));
            }
        }

        return best;
    }

    private PathNode PathsOf(string? host)
    {
        if (host is null)
        {
            return _anyHost;
        }

        bool isWildcard = host.StartsWith(WildcardPrefix, StringComparison.Ordinal);
        Dictionary<byte[], PathNode> hosts = isWildcard ? _wildcards : _exact;
        byte[] written = Encoding.UTF8.GetBytes(isWildcard ? host[WildcardPrefix.Length..] : host);
        byte[] name = HostName.Normalize(written, new byte[HostName.MaxBytes]).ToArray();
        if (!hosts.TryGetValue(name, out PathNode? paths))
        {
            hosts.Add(name, paths = new PathNode());
        }

        return paths;
    }

    /// <summary>Host and prefix as written.</summary>
    internal static string NameOf(RouteConfig route) =>
        route is { Host: null, PathPrefix: null }
            ? Route.AnyName
            : (route.Host ?? Route.AnyName) + route.PathPrefix;
}
