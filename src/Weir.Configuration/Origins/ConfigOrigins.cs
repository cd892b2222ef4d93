// Where each value of a configuration came from: what was written has a place, everything else is a default. Made by the reader, kept
// beside the configuration for those who explain it.
using System.Globalization;
using Weir.Configuration.Source;

namespace Weir.Configuration.Origins;

/// <summary>Places by key. A key that nobody wrote has none.</summary>
public sealed class ConfigOrigins
{
    private readonly Dictionary<string, ConfigOrigin> _byPath = new(StringComparer.Ordinal);

    private ConfigOrigins() { }

    /// <summary>Of a configuration that nobody wrote.</summary>
    public static ConfigOrigins None { get; } = new();

    internal static ConfigOrigins Of(ConfigNode root, string fileName)
    {
        var origins = new ConfigOrigins();
        origins.Add(root, fileName);
        return origins;
    }

    /// <summary>The place of a key, such as <c>shutdown.drainSeconds</c>; null when it is a default.</summary>
    public ConfigOrigin? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The place of a listener's key in either form; an empty key stands for the listener itself.</summary>
    public ConfigOrigin? OfListener(int index, string key = "") =>
        Find(
            Join(
                Find(RootKeys.Listen.Name) is not null
                    ? RootKeys.Listen.Name
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{RootKeys.Listeners.Name}.{index}"
                    ),
                key
            )
        );

    /// <summary>The place that decides a cluster's key: its own, else the one in <c>loadBalancer</c>.</summary>
    public ConfigOrigin? OfCluster(string cluster, string key) =>
        OfOwn(cluster, key) ?? Find(Join(RootKeys.LoadBalancer.Name, key));

    /// <summary>The place in the cluster itself, in either form; an empty key stands for the cluster.</summary>
    public ConfigOrigin? OfOwn(string cluster, string key = "") =>
        Find(RootKeys.Backends.Name) is null
            ? Find(Join(Join(RootKeys.Clusters.Name, cluster), key))
        : key.Length == 0 || key.StartsWith(RootKeys.Backends.Name, StringComparison.Ordinal)
            ? Find(key.Length == 0 ? RootKeys.Backends.Name : key)
        : null;

    private static string Join(string path, string key) =>
        key.Length == 0 ? path : ConfigNode.Join(path, key);

    private void Add(ConfigNode node, string fileName)
    {
        SourcePosition at = node.Position;
        _byPath[node.Path] = new ConfigOrigin(at.Option ?? fileName, at.Line, at.Column, node.Path);
        foreach (ConfigNode item in node.Items)
        {
            Add(item, fileName);
        }

        foreach (ConfigMember member in node.Members)
        {
            Add(member.Value, fileName);
        }
    }
}
