// Finds backends that lead back to a listener of the same file: what goes there loops until something runs out.

using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>
/// A chain of listeners is fine; only a loop is an error. Hosts and paths stay what they are on the way, so that a loop is one only
/// if a single request can go all around: each kind of request that the routes tell apart is followed on its own.
/// </summary>
internal sealed class ForwardingLoops
{
    /// <summary>Kinds of requests times backends that are listeners: beyond this the kinds are not told apart.</summary>
    private const int MostWork = 100_000;

    /// <summary>More than anybody corrects at one time.</summary>
    private const int MostProblems = 20;

    private readonly record struct Edge(BackendConfig Backend, int From, int To);

    private readonly ReadContext _context;
    private readonly ImmutableArray<ListenerConfig> _listeners;
    private readonly RouteCoverage[] _coverages; // of each listener's routes
    private readonly Dictionary<string, List<(BackendConfig Backend, int Listener)>> _inward = new(
        StringComparer.Ordinal
    );
    private readonly HashSet<BackendConfig> _told = new(ReferenceEqualityComparer.Instance);

    private ForwardingLoops(ReadContext context, WeirConfig config)
    {
        _context = context;
        _listeners = config.Listeners;
        _coverages = [.. _listeners.Select(listener => CoverageOf(listener.Routes))];
        var targets = new ListenerTargets(config.Listeners);
        foreach (ClusterConfig cluster in config.Clusters)
        {
            List<(BackendConfig, int)> inward =
            [
                .. cluster.Backends.SelectMany(b =>
                    targets.Find(b.Address).Select(listener => (b, listener))
                ),
            ];
            if (inward.Count > 0)
                _inward[cluster.Name] = inward;
        }
    }

    public static void Check(ReadContext context, WeirConfig config)
    {
        var loops = new ForwardingLoops(context, config);
        if (loops._inward.Count > 0)
            loops.Check();
    }

    private void Check()
    {
        // Only requests that come to a listener by a backend can go around.
        HashSet<int> reached =
        [
            .. _inward.Values.SelectMany(inward => inward.Select(i => i.Listener)),
        ];
        List<RouteConfig> routes = [.. reached.SelectMany(i => _listeners[i].Routes)];
        List<string?> hosts =
        [
            null,
            .. routes
                .Select(r => r.Host)
                .Where(h => h is not null)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        List<string?> paths =
        [
            null,
            .. routes
                .Select(r => r.PathPrefix)
                .Where(p => p is not null)
                .Distinct(StringComparer.Ordinal),
        ];
        if ((long)hosts.Count * paths.Count * _inward.Values.Sum(i => i.Count) > MostWork)
        {
            Follow(reached, kind: null);
            return;
        }

        foreach (string? host in hosts)
        {
            foreach (string? path in paths)
            {
                var kind = new RouteConfig
                {
                    Host = host,
                    PathPrefix = path,
                    Cluster = "",
                };
                Follow(reached, kind);
            }
        }
    }

    private void Follow(HashSet<int> reached, RouteConfig? kind)
    {
        ILookup<int, Edge> edges = reached
            .SelectMany(from =>
                ClustersOf(from, kind)
                    .SelectMany(cluster => _inward.GetValueOrDefault(cluster) ?? [])
                    .Select(inward => new Edge(inward.Backend, from, inward.Listener))
            )
            .ToLookup(edge => edge.From);
        foreach (Edge edge in edges.SelectMany(group => group))
        {
            if (
                _told.Count < MostProblems
                && !_told.Contains(edge.Backend)
                && WayBack(edges, edge) is { } way
            )
            {
                _told.Add(edge.Backend);
                Tell(edge.Backend, way);
            }
        }
    }

    // Where a request of this kind goes: the first route that takes it, as in Router. Every way where kinds are not told apart.
    private IEnumerable<string> ClustersOf(int index, RouteConfig? kind)
    {
        ListenerConfig listener = _listeners[index];
        IEnumerable<string?> all = listener.Routes.Select(r => r.Cluster).Append(listener.Cluster);
        string? first =
            kind is null ? null
            : _coverages[index].FirstCovering(kind) is { } route
                ? listener.Routes[route].Cluster ?? listener.Cluster
            : listener.Cluster;
        return (kind is null ? all : [first]).OfType<string>();
    }

    private static RouteCoverage CoverageOf(ImmutableArray<RouteConfig> routes)
    {
        var coverage = new RouteCoverage();
        foreach (RouteConfig route in routes)
            _ = coverage.Add(route);
        return coverage;
    }

    // The shortest way from where the edge leads to where it begins, both included; null when there is none.
    private static List<int>? WayBack(ILookup<int, Edge> edges, Edge edge)
    {
        var cameFrom = new Dictionary<int, int> { [edge.To] = -1 };
        var next = new Queue<int>([edge.To]);
        while (next.TryDequeue(out int at))
        {
            if (at == edge.From)
            {
                List<int> way = [];
                for (int i = at; i >= 0; i = cameFrom[i])
                    way.Add(i);
                way.Reverse();
                return way;
            }

            foreach (Edge onward in edges[at])
            {
                if (cameFrom.TryAdd(onward.To, at))
                    next.Enqueue(onward.To);
            }
        }

        return null;
    }

    private void Tell(BackendConfig backend, List<int> way)
    {
        string first = $"\"{_listeners[way[0]].Name}\"";
        string circle = string.Join(" to ", way.Append(way[0]).Select(i => _listeners[i].Name));
        _context.Problems.Error(
            _context.BackendNodes[backend],
            "forwarding-loop",
            $"\"{ShownText.Quote(backend.Address.Text)}\" is the listener {first} of this file, and what comes to it comes back here ({circle}); "
                + "name the server that does the work instead"
        );
    }
}
