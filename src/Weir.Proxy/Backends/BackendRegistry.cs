// All living clusters and backends. A reload goes through here: what stays keeps its number, health, counts and operator state.
using System.Net;
using Weir.Proxy.Configuration;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Backends;

/// <summary>Makes and keeps the states of clusters and backends, and hands out their numbers. Used by one thread, the one that applies configs.</summary>
public sealed class BackendRegistry(IBackendObserver observer)
{
    private readonly Dictionary<string, ClusterState> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Cluster, string Address), BackendState> _backends = [];

    /// <summary>One above the highest number given to a cluster (numbers start at 1).</summary>
    public int ClusterIdLimit { get; private set; } = 1;

    /// <summary>One above the highest number given to a backend.</summary>
    public int BackendIdLimit { get; private set; }

    /// <summary>Applies the clusters of a config; returns their states in the config's order. What left it is marked as removed.</summary>
    public ClusterState[] Apply(IReadOnlyList<ClusterConfig> configs)
    {
        var states = new ClusterState[configs.Count];
        HashSet<BackendState> kept = [];
        for (int i = 0; i < configs.Count; i++)
        {
            states[i] = ApplyCluster(configs[i], kept);
        }

        // Before their backends: no request that waits for one finds none.
        HashSet<string> names = [.. configs.Select(c => c.Name)];
        foreach (string name in _clusters.Keys.Where(n => !names.Contains(n)).ToArray())
        {
            _clusters[name].Remove();
            _clusters.Remove(name);
        }

        foreach (
            ((string, string) key, BackendState gone) in _backends
                .Where(b => !kept.Contains(b.Value))
                .ToArray()
        )
        {
            _backends.Remove(key);
            gone.Remove();
        }

        return states;
    }

    private ClusterState ApplyCluster(ClusterConfig config, HashSet<BackendState> kept)
    {
        if (!_clusters.TryGetValue(config.Name, out ClusterState? cluster))
        {
            cluster = new ClusterState(ClusterIdLimit++, config, observer);
            _clusters.Add(config.Name, cluster);
        }

        var members = new BackendState[config.Backends.Length];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = ApplyBackend(cluster, config.Backends[i]);
            kept.Add(members[i]);
        }

        cluster.Apply(config, members);
        return cluster;
    }

    private BackendState ApplyBackend(ClusterState cluster, BackendConfig config)
    {
        if (!_backends.TryGetValue((cluster.Name, config.Address.Text), out BackendState? backend))
        {
            backend = new BackendState(
                BackendIdLimit++,
                cluster,
                config,
                KnownEndpoints(config.Address)
            );
            _backends.Add((cluster.Name, config.Address.Text), backend);
        }
        else if (backend.ConfiguredWeight != config.Weight)
        {
            backend.ConfiguredWeight = config.Weight;
            backend.SetWeight(config.Weight);
        }

        return backend;
    }

    // Literals need no resolver; names are resolved off the reactors and published later.
    private static SocketEndpoint[] KnownEndpoints(EndpointAddress address) =>
        address.Kind switch
        {
            EndpointKind.Unix => [SocketEndpoint.FromUnixPath(address.Host)],
            EndpointKind.Ip =>
            [
                SocketEndpoint.FromAddress(IPAddress.Parse(address.Host), address.Port),
            ],
            _ => [],
        };
}
