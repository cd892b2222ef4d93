// Compiles a config into a snapshot. Reads what lives and touches nothing of it: what is built and never published leaves no trace.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Snapshots;

/// <summary>Builds snapshots, each to follow the one in force. Thread-safe: it keeps nothing.</summary>
/// <param name="observer">Told by new clusters of what happens to their backends.</param>
/// <param name="seed">Keeps clients from choosing addresses that count as one; secret where clients are real.</param>
/// <param name="instance">What a config without <c>instance</c> is called; random where there are others.</param>
public sealed class SnapshotBuilder(IBackendObserver observer, ulong seed = 0, string instance = "")
{
    /// <summary>
    /// Compiles a valid config. What stays of <paramref name="before"/>, the snapshot in force, keeps its state and its number: listeners
    /// by their name, clusters by theirs, backends by their address within the cluster.
    /// </summary>
    public ProxySnapshot Build(WeirConfig config, ProxySnapshot? before = null)
    {
        before ??= ProxySnapshot.None;
        var clusters = new ClusterSnapshot[config.Clusters.Length];
        var known = before.Clusters.ToDictionary(c => c.Name, StringComparer.Ordinal);
        for (int i = 0; i < clusters.Length; i++)
        {
            ClusterSnapshot? last = known.GetValueOrDefault(config.Clusters[i].Name);
            ClusterState state = last?.State ?? new ClusterState(config.Clusters[i], observer);
            clusters[i] = BuildCluster(config.Clusters[i], state, last);
        }

        var byName = clusters.ToDictionary(c => c.Name, c => c.State, StringComparer.Ordinal);
        var states = new Dictionary<string, ListenerState>(
            before.ListenersEver,
            StringComparer.Ordinal
        );
        ListenerSnapshot[] listeners =
        [
            .. config.Listeners.Select(l => BuildListener(config, l, byName, states)),
        ];
        return new ProxySnapshot
        {
            Generation = before.Generation + 1,
            Config = config,
            Listeners = listeners,
            Clusters = clusters,
            TcpClusters = listeners.Select(l => l.TcpCluster).OfType<ClusterState>().ToHashSet(),
            ListenersEver = states,
        };
    }

    private static ClusterSnapshot BuildCluster(
        ClusterConfig config,
        ClusterState state,
        ClusterSnapshot? last
    )
    {
        var known = new Dictionary<string, BackendState>(StringComparer.Ordinal);
        foreach (BackendState backend in last?.Backends ?? [])
        {
            known.TryAdd(backend.Address, backend);
        }

        var members = new BackendState[config.Backends.Length];
        for (int i = 0; i < members.Length; i++)
        {
            BackendConfig backend = config.Backends[i];
            if (!known.TryGetValue(backend.Address.Text, out BackendState? member))
            {
                member = new BackendState(i, state, backend);
                known.Add(member.Address, member);
            }

            members[i] = member;
        }

        return new ClusterSnapshot(state, config, members);
    }

    private ListenerSnapshot BuildListener(
        WeirConfig config,
        ListenerConfig listener,
        Dictionary<string, ClusterState> clusters,
        Dictionary<string, ListenerState> states
    )
    {
        if (!states.TryGetValue(listener.Name, out ListenerState? state))
        {
            state = new ListenerState(states.Count, listener.Name, seed);
            states.Add(listener.Name, state);
        }

        byte[] pseudonym = Pseudonym.Of(config.Instance ?? instance, listener.Name);
        return new ListenerSnapshot
        {
            State = state,
            Config = listener,
            Pseudonym = pseudonym,
            Router = new Router(listener.Routes, listener.Cluster),
            Policies = ListenerPolicies.Compile(listener, pseudonym),
            Clusters =
            [
                .. listener
                    .Routes.Select(r => r.Cluster)
                    .Append(listener.Cluster)
                    .OfType<string>()
                    .Select(name => clusters[name]),
            ],
            TcpCluster = listener.Mode == ProxyMode.Tcp ? clusters[listener.Cluster!] : null, // the validator asks for it
            ClientIdleUs = config.LoadBalancer.ConnectionIdleTimeoutMs * 1000,
        };
    }
}
