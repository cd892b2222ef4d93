// Compiles a config into a snapshot; the states of what stays are carried over by name.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Snapshots;

/// <summary>Builds snapshots, one after the other, on the thread that applies configs.</summary>
/// <param name="registry">The living clusters and backends.</param>
/// <param name="seed">Keeps clients from choosing addresses that count as one; secret where clients are real.</param>
/// <param name="instance">What a config without <c>instance</c> is called; random where there are others.</param>
public sealed class SnapshotBuilder(BackendRegistry registry, ulong seed = 0, string instance = "")
{
    private readonly Dictionary<string, ListenerState> _listeners = new(StringComparer.Ordinal);
    private int _listenerIdLimit;

    /// <summary>Compiles a valid config. Backends that left the config are marked as removed from now on.</summary>
    public ProxySnapshot Build(WeirConfig config)
    {
        ClusterState[] clusters = registry.Apply(config.Clusters);
        // Each with the settings of this config: a later one changes those of the state.
        Dictionary<string, ClusterSnapshot> byName = clusters
            .Zip(config.Clusters, (state, settings) => new ClusterSnapshot(state, settings))
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        ListenerSnapshot[] listeners =
        [
            .. config.Listeners.Select(l => BuildListener(config, l, byName)),
        ];
        return new ProxySnapshot
        {
            Config = config,
            Listeners = listeners,
            Clusters = clusters,
            TcpClusters = listeners
                .Select(l => l.TcpCluster?.State)
                .OfType<ClusterState>()
                .ToHashSet(),
            ListenerIdLimit = _listenerIdLimit,
            ClusterIdLimit = registry.ClusterIdLimit,
            BackendIdLimit = registry.BackendIdLimit,
        };
    }

    private ListenerSnapshot BuildListener(
        WeirConfig config,
        ListenerConfig listener,
        Dictionary<string, ClusterSnapshot> clusters
    )
    {
        if (!_listeners.TryGetValue(listener.Name, out ListenerState? state))
        {
            state = new ListenerState(_listenerIdLimit++, listener.Name);
            _listeners.Add(listener.Name, state);
        }

        if (listener.MaxConnectionsPerClient > 0)
        {
            state.CountClients(seed);
        }

        return new ListenerSnapshot
        {
            State = state,
            Config = listener,
            Pseudonym = Pseudonym.Of(config.Instance ?? instance, listener.Name),
            Router = new Router(listener.Routes, listener.Cluster),
            Clusters = clusters,
            TcpCluster = listener.Mode == ProxyMode.Tcp ? clusters[listener.Cluster!] : null, // the validator asks for it
            ClientIdleUs = config.LoadBalancer.ConnectionIdleTimeoutMs * 1000,
        };
    }
}
