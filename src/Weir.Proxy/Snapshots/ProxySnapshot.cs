// A whole config as compiled, and how it comes into force: the second step, after the build that touches nothing.
using Weir.Configuration;
using Weir.Proxy.Backends;

namespace Weir.Proxy.Snapshots;

/// <summary>Listeners, routes and clusters ready for work. Immutable but for which members of a cluster are usable; the states live on.</summary>
public sealed class ProxySnapshot
{
    /// <summary>What is in force before the first config.</summary>
    public static ProxySnapshot None { get; } =
        new()
        {
            Generation = 0,
            Config = new WeirConfig { Listeners = [], Clusters = [] },
            Listeners = [],
            Clusters = [],
            TcpClusters = new HashSet<ClusterState>(),
            ListenersEver = new Dictionary<string, ListenerState>(StringComparer.Ordinal),
        };

    /// <summary>One more than that of the snapshot which it is to follow.</summary>
    public required long Generation { get; init; }

    public required WeirConfig Config { get; init; }

    public required ListenerSnapshot[] Listeners { get; init; }

    public required ClusterSnapshot[] Clusters { get; init; }

    /// <summary>Those that tcp listeners pass their connections to.</summary>
    public required IReadOnlySet<ClusterState> TcpClusters { get; init; }

    /// <summary>All listeners that there have been, by name: one that comes back goes on counting.</summary>
    public required IReadOnlyDictionary<string, ListenerState> ListenersEver { get; init; }

    /// <summary>One above the highest number of a listener so far: a size for counters.</summary>
    public int ListenerIdLimit => ListenersEver.Count;

    /// <summary>
    /// Puts it into force: first for what all threads share, then by <paramref name="tellWorkers"/>, which mails it to each of them and may
    /// wait until they go by it; only then is told what has changed or left since <paramref name="before"/>, so that who hears of that goes
    /// by the new members already.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was not built to follow <paramref name="before"/>.</exception>
    public void Publish(ProxySnapshot? before, Action tellWorkers)
    {
        before ??= None;
        if (Generation != before.Generation + 1)
        {
            throw new InvalidOperationException(
                $"snapshot {Generation} cannot follow {before.Generation}: both would have given the same numbers"
            );
        }

        foreach (ListenerSnapshot listener in Listeners)
        {
            listener.State.Prepare(listener.Config);
        }

        List<BackendState> reweighted = [];
        foreach (ClusterSnapshot cluster in Clusters)
        {
            cluster.State.Publish(cluster, reweighted);
        }

        tellWorkers();
        reweighted.ForEach(static backend => backend.TellConfigured());
        Retire(before);
    }

    private void Retire(ProxySnapshot before)
    {
        HashSet<BackendState> kept = [.. Clusters.SelectMany(c => c.Backends)];
        foreach (BackendState backend in before.Clusters.SelectMany(c => c.Backends))
        {
            if (!kept.Contains(backend))
            {
                backend.Remove();
                backend.TellConfigured();
            }
        }
    }
}
