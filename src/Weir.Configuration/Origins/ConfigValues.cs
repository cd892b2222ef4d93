// Lists the configuration in force value by value, with who says so: the file, the command line, loadBalancer for all, or nobody.
using System.Collections.Immutable;
using System.Text.Json;
using Weir.Configuration.Listeners;
using Weir.Configuration.Source;

namespace Weir.Configuration.Origins;

/// <summary>Joins what <see cref="ConfigWriter"/> writes with where it was written.</summary>
public static class ConfigValues
{
    private static readonly string ShortCluster =
        $"{RootKeys.Clusters.Name}.{Defaults.ShortFormName}.";
    private static readonly string ShortListener = $"{RootKeys.Listeners.Name}.0.";

    /// <summary>In the order in which <see cref="ConfigWriter"/> writes them.</summary>
    public static ImmutableArray<ConfigValue> Of(WeirConfig config, ConfigOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(origins);
        var values = ImmutableArray.CreateBuilder<ConfigValue>();
        using var json = JsonDocument.Parse(ConfigWriter.Write(config));
        Add(values, origins, "", json.RootElement);
        return values.ToImmutable();
    }

    private static void Add(
        ImmutableArray<ConfigValue>.Builder values,
        ConfigOrigins origins,
        string path,
        JsonElement element
    )
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Add(values, origins, ConfigNode.Join(path, property.Name), property.Value);
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Add(values, origins, $"{path}.{index++}", item);
                }

                break;
            default:
                values.Add(Locate(origins, path, TextOf(element)));
                break;
        }
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()! // a string is never null
            : element.GetRawText();

    private static ConfigValue Locate(ConfigOrigins origins, string path, string value)
    {
        foreach (string written in Spellings(path))
        {
            if (origins.Find(written) is { Line: var line })
            {
                bool isForAll =
                    written.StartsWith(RootKeys.LoadBalancer.Name, StringComparison.Ordinal)
                    && !path.StartsWith(RootKeys.LoadBalancer.Name, StringComparison.Ordinal);
                ConfigValueOrigin origin =
                    isForAll ? ConfigValueOrigin.LoadBalancer
                    : line == 0 ? ConfigValueOrigin.CommandLine
                    : ConfigValueOrigin.File;
                return new ConfigValue(path, value, origin, line);
            }
        }

        return new ConfigValue(path, value, ConfigValueOrigin.Default, 0);
    }

    // The ways to write what has this path in the long form, the nearest first.
    private static IEnumerable<string> Spellings(string path)
    {
        foreach (string place in Places(path))
        {
            yield return place;
            string parent = place[..(place.LastIndexOf('.') + 1)];
            if (
                place.Length - parent.Length == ListenerKeys.Address.Name.Length
                && place.EndsWith(ListenerKeys.Address.Name, StringComparison.Ordinal)
            )
            {
                yield return parent + ListenerKeys.Host.Name;
                yield return parent + ListenerKeys.Port.Name;
            }
        }
    }

    private static IEnumerable<string> Places(string path)
    {
        yield return path;
        if (path.StartsWith(ShortListener, StringComparison.Ordinal))
        {
            yield return $"{RootKeys.Listen.Name}.{path[ShortListener.Length..]}";
        }

        if (path.StartsWith(ShortCluster, StringComparison.Ordinal))
        {
            yield return path[ShortCluster.Length..];
        }

        // A cluster's name may have dots, so its key is looked for from the end: "healthCheck.path" has one itself.
        string prefix = RootKeys.Clusters.Name + ".";
        for (
            int dot = path.LastIndexOf('.');
            dot > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal);
            dot = path.LastIndexOf('.', dot - 1)
        )
        {
            yield return $"{RootKeys.LoadBalancer.Name}{path[dot..]}";
        }
    }
}
