// Which project may use which, and which folders of it. Whatever is not allowed here is forbidden.
namespace Weir.Tidy.Architecture;

public static class ProjectRules
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Weir.Protocol"] = [],
        ["Weir.Configuration"] = [],
        ["Weir.Proxy"] = ["Weir.Protocol.", "Weir.Configuration."],
        ["Weir.Linux"] = ["Weir.Proxy.Io.", "Weir.Proxy.Primitives.", "Weir.Configuration.Limits"],
        ["Weir.Discovery"] =
        [
            "Weir.Configuration.",
            "Weir.Proxy.Backends.",
            "Weir.Proxy.Primitives.",
        ],
        ["Weir.Admin"] =
        [
            "Weir.Configuration.",
            "Weir.Proxy.Facts.",
            "Weir.Proxy.Metrics.",
            "Weir.Proxy.Snapshots.",
            "Weir.Proxy.Backends.",
            "Weir.Proxy.Events.",
            "Weir.Proxy.Primitives.",
            "Weir.Proxy.Doctor.",
        ],
        ["weir"] =
        [
            "Weir.Protocol.",
            "Weir.Configuration.",
            "Weir.Proxy.",
            "Weir.Discovery.",
            "Weir.Linux.",
            "Weir.Admin.",
        ],
    };

    private static readonly string[] s_hiddenFromExchanges =
    [
        "Weir.Protocol.Http1.",
        "Weir.Proxy.Io.Channel",
        "Weir.Proxy.Io.BlockPool",
    ];

    // What is used by every part of the data plane, and knows no setting of any.
    private static readonly string[] s_withoutSettings =
    [
        "Weir.Proxy.Primitives.",
        "Weir.Proxy.Io.",
        "Weir.Proxy.Timeouts.",
        "Weir.Proxy.Facts.",
        "Weir.Proxy.Events.",
    ];

    public static IReadOnlyCollection<string> Projects => s_allowed.Keys;

    /// <summary>What the dependency breaks, or null.</summary>
    public static string? Breach(Dependency dependency)
    {
        if (
            !s_allowed.TryGetValue(dependency.FromAssembly, out string[]? allowed)
            || !s_allowed.ContainsKey(dependency.ToAssembly)
        )
        {
            return null; // the framework and packages are the analyzers' business
        }

        if (BreachesExchanges(dependency))
        {
            return $"{dependency}: an exchange knows neither a connection nor a version, only its two ports";
        }

        if (BreachesSettings(dependency))
        {
            return $"{dependency}: the ground floor of the data plane reads Limits and no setting";
        }

        if (dependency.FromAssembly == dependency.ToAssembly)
        {
            return BreachOfLevels(dependency);
        }

        bool isAllowed = Array.Exists(
            allowed,
            prefix => dependency.ToType.StartsWith(prefix, StringComparison.Ordinal)
        );
        return isAllowed
            ? null
            : $"{dependency}: allowed are {(allowed.Length == 0 ? "none of ours" : string.Join(", ", allowed))}";
    }

    // An HTTP/2 stream is an exchange as well as an HTTP/1 connection's request is.
    private static bool BreachesExchanges(Dependency dependency) =>
        dependency.FromType.StartsWith("Weir.Proxy.Exchanges.", StringComparison.Ordinal)
        && Array.Exists(
            s_hiddenFromExchanges,
            hidden =>
                hidden[^1] == '.'
                    ? dependency.ToType.StartsWith(hidden, StringComparison.Ordinal)
                    : dependency.ToType == hidden
        );

    private static bool BreachesSettings(Dependency dependency) =>
        dependency.ToAssembly == "Weir.Configuration"
        && dependency.ToType != "Weir.Configuration.Limits"
        && Array.Exists(
            s_withoutSettings,
            floor => dependency.FromType.StartsWith(floor, StringComparison.Ordinal)
        );

    private static string? BreachOfLevels(Dependency dependency)
    {
        if (
            dependency.FromType.StartsWith("Weir.Protocol.Http.", StringComparison.Ordinal)
            && dependency.ToType.StartsWith("Weir.Protocol.Http1.", StringComparison.Ordinal)
        )
        {
            return $"{dependency}: what all versions share knows none of them";
        }

        if (dependency.FromAssembly != "Weir.Proxy")
        {
            return null;
        }

        string from = Dependency.FolderOf(dependency.FromAssembly, dependency.FromType);
        string to = Dependency.FolderOf(dependency.ToAssembly, dependency.ToType);
        bool isGenerated = from.Length == 0 || to.Length == 0 || from[0] == '<' || to[0] == '<';
        return isGenerated || ProxyLevels.MayUse(from, to)
            ? null
            : $"{dependency}: {ProxyLevels.Explain(from, to)}";
    }
}
