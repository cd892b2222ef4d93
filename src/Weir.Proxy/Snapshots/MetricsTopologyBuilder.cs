// Says what a configuration gives the metrics to report on. Built anew at each reload, by the thread that applies configs.
using System.Collections.Immutable;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Snapshots;

/// <summary>Makes a <see cref="MetricsTopology"/>.</summary>
public static class MetricsTopologyBuilder
{
    /// <summary>What a compiled config has.</summary>
    public static MetricsTopology Build(ProxySnapshot snapshot) =>
        Build(
            snapshot.Listeners.Select(l => (l.State.Id, l.Config)),
            [.. snapshot.Clusters.Select(c => c.State)]
        );

    /// <summary>Takes the listeners with their numbers and the clusters in the order of the config.</summary>
    public static MetricsTopology Build(
        IEnumerable<(int Id, ListenerConfig Config)> listeners,
        IReadOnlyList<ClusterState> clusters
    )
    {
        var idByName = clusters.ToDictionary(c => c.Name, c => c.Id, StringComparer.Ordinal);
        return new MetricsTopology(
            [.. listeners.Select(l => BuildListener(l.Id, l.Config, idByName))],
            [.. clusters.Select(c => new ClusterTopology(c.Id, c.Name, new ClusterLoadAdapter(c)))],
            [.. clusters.SelectMany(c => c.Backends).Select(b => new BackendMetricsAdapter(b))]
        );
    }

    private static ListenerTopology BuildListener(
        int id,
        ListenerConfig config,
        Dictionary<string, int> idByName
    )
    {
        IEnumerable<string> names = config.Routes.Select(r => r.Cluster);
        if (config.Cluster is not null)
        {
            names = names.Append(config.Cluster);
        }

        ImmutableArray<int> ids =
        [
            .. names.Distinct(StringComparer.Ordinal).Select(n => idByName[n]),
        ];
        return new ListenerTopology(id, config.Name, config.Mode == ProxyMode.Http, ids);
    }
}
