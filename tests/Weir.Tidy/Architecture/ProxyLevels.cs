// Which folder of Weir.Proxy may use which: only lower levels; neighbours of one level do not know each other. This table is the rule,
// ARCHITECTURE.md explains it.
namespace Weir.Tidy.Architecture;

public static class ProxyLevels
{
    private static readonly Dictionary<string, int> s_levels = new(StringComparer.Ordinal)
    {
        ["Primitives"] = 0,
        ["Io"] = 1,
        ["Timeouts"] = 1,
        ["Facts"] = 1,
        ["Backends"] = 2,
        ["Events"] = 1,
        ["Routing"] = 3,
        ["Balancing"] = 3,
        ["Pooling"] = 3,
        ["Health"] = 3,
        ["Bodies"] = 3,
        ["Policies"] = 4,
        ["Snapshots"] = 5,
        ["Sessions"] = 6,
        ["Metrics"] = 6,
        ["Admission"] = 7,
        ["Exchanges"] = 7,
        ["Tunnels"] = 7,
        ["Upstream"] = 8,
        ["Clients"] = 9,
        ["Workers"] = 10,
        ["Explain"] = 10,
        ["Doctor"] = 10,
    };

    public static IReadOnlyCollection<string> Folders => s_levels.Keys;

    public static bool MayUse(string from, string to) =>
        from == to || (Level(from) is { } own && Level(to) is { } other && other < own);

    public static string Explain(string from, string to) =>
        Level(from) is null || Level(to) is null
            ? $"{from} uses {to}, and one of them has no level: put it into ProxyLevels."
            : $"{from} (level {Level(from)}) uses {to} (level {Level(to)}): only lower levels may be used; move the shared part down or hand it in from above.";

    private static int? Level(string folder) =>
        s_levels.TryGetValue(folder, out int level) ? level : null;
}
