// Tells whether a route leaves anything to a later one.

namespace Weir.Proxy.Configuration.Reading;

/// <summary>Compares what two routes match.</summary>
internal static class RouteCoverage
{
    /// <summary>Whether everything that <paramref name="later"/> matches is matched by <paramref name="earlier"/>.</summary>
    public static bool Covers(RouteConfig earlier, RouteConfig later) =>
        CoversHost(earlier.Host, later.Host) && CoversPath(earlier.PathPrefix, later.PathPrefix);

    private static bool CoversHost(string? earlier, string? later)
    {
        if (earlier is null || string.Equals(earlier, later, StringComparison.OrdinalIgnoreCase))
            return true;
        // *.example.com takes a.example.com and *.a.example.com, but not example.com.
        return later is not null
            && earlier.StartsWith("*.", StringComparison.Ordinal)
            && later.Length > earlier.Length - 1
            && later.EndsWith(earlier[1..], StringComparison.OrdinalIgnoreCase);
    }

    private static bool CoversPath(string? earlier, string? later)
    {
        if (earlier is null or "/" || string.Equals(earlier, later, StringComparison.Ordinal))
            return true;
        string segment = earlier.EndsWith('/') ? earlier : earlier + "/";
        return later is not null && later.StartsWith(segment, StringComparison.Ordinal);
    }
}
