// Finds routes that never match, since an earlier one of the same listener takes all that they would. Lives for one list of routes.

namespace Weir.Configuration.Listeners;

/// <summary>
/// Remembers routes by what they match. A route is looked up by each host and path that would cover it, of which there are a few,
/// and not held against every earlier one, of which there may be a hundred thousand.
/// </summary>
internal sealed class RouteCoverage
{
    // Of a path of more segments or a name of more labels only the first ones, or the last ones, are looked up: it may miss a warning.
    private const int MostParts = 32;

    private readonly Dictionary<(string? Host, string? Path), int> _first = new(
        new IgnoringHostCase()
    );
    private int _count;

    /// <summary>How many look-ups all routes took so far.</summary>
    internal long LookUps { get; private set; }

    /// <summary>Adds the next route; the number of the first earlier one that covers it, counted from 0, or null.</summary>
    public int? Add(RouteConfig route)
    {
        int? covering = FirstCovering(route);
        _first.TryAdd((route.Host, route.PathPrefix), _count++);
        return covering;
    }

    /// <summary>The number of the first route so far that takes all that this one would, counted from 0, or null.</summary>
    public int? FirstCovering(RouteConfig route)
    {
        int? covering = null;
        foreach (string? host in CoveringHosts(route.Host))
        {
            foreach (string? path in CoveringPaths(route.PathPrefix))
            {
                LookUps++;
                if (_first.TryGetValue((host, path), out int at) && !(at >= covering))
                    covering = at;
            }
        }
        return covering;
    }

    // *.example.com takes a.example.com and *.a.example.com, but not example.com.
    private static IEnumerable<string?> CoveringHosts(string? host)
    {
        yield return null;
        if (host is null)
            yield break;
        yield return host;
        int dot = host.Length;
        for (int i = 0; i < MostParts && dot > 0; i++)
        {
            dot = host.LastIndexOf('.', dot - 1);
            bool isItself = dot == 1 && host[0] == '*';
            if (dot < 0 || isItself)
                yield break;
            yield return "*" + host[dot..];
        }
    }

    // By whole segments: /v1 and /v1/ take /v1/x. Every path begins with a slash, so "/" takes all, and so does none.
    private static IEnumerable<string?> CoveringPaths(string? path)
    {
        yield return null;
        yield return "/";
        if (path is null)
            yield break;
        yield return path;
        int slash = path.IndexOf('/');
        for (int i = 0; i < MostParts && slash >= 0; i++)
        {
            yield return path[..slash];
            yield return path[..(slash + 1)];
            slash = path.IndexOf('/', slash + 1);
        }
    }

    private sealed class IgnoringHostCase : IEqualityComparer<(string? Host, string? Path)>
    {
        public bool Equals((string? Host, string? Path) one, (string? Host, string? Path) other) =>
            string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase)
            && string.Equals(one.Path, other.Path, StringComparison.Ordinal);

        public int GetHashCode((string? Host, string? Path) route) =>
            HashCode.Combine(
                route.Host?.GetHashCode(StringComparison.OrdinalIgnoreCase),
                route.Path?.GetHashCode(StringComparison.Ordinal)
            );
    }
}
