// One cluster as one configuration gave it: what a request is routed to, and what it keeps from the pick to its end.
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>
/// Settings and members of a cluster. Neither ever changes; which of the members are usable is looked up anew as their health changes, also
/// once a newer configuration has taken this one's place.
/// </summary>
public sealed class ClusterSnapshot
{
    private UsableSet _usable = UsableSet.NotLookedAt;

    internal ClusterSnapshot(ClusterState state, ClusterConfig config, BackendState[] backends)
    {
        State = state;
        Config = config;
        Backends = backends;
    }

    /// <summary>What lives on over reloads: counts, the turn, who waits.</summary>
    public ClusterState State { get; }

    public ClusterConfig Config { get; }

    /// <summary>The members, in the order of the configuration.</summary>
    public BackendState[] Backends { get; }

    public string Name => Config.Name;

    /// <summary>The members that may take new work now.</summary>
    public UsableSet Usable
    {
        get
        {
            // In this order: the one in force is always looked at before its cluster counts the change.
            long version = State.Version;
            UsableSet usable = Volatile.Read(ref _usable);
            return usable.Version >= version ? usable : LookAgain(usable, version);
        }
    }

    /// <summary>For the one in force, under its cluster's lock: looks at the members, to be compared one by one.</summary>
    internal void Look(long version) => Volatile.Write(ref _usable, UsableSet.Of(this, version));

    /// <summary>After it has come into force, so that loads are compared with its limits: where many are compared, by a tree.</summary>
    internal void AttachLoads()
    {
        UsableSet usable = _usable;
        if (
            Config.Algorithm == BalancingAlgorithm.LeastConnections
            && usable.Backends.Length >= LoadTree.LeastBackends
        )
        {
            var loads = new LoadTree(usable.Backends);
            loads.Attach();
            Volatile.Write(ref _usable, usable.With(loads));
        }
    }

    /// <summary>Counts that change tell no tree any more.</summary>
    internal void DetachLoads()
    {
        foreach (BackendState backend in Backends)
        {
            backend.Leaf = null;
        }
    }

    /// <summary>Another has come into force: the few requests that still go by this one look for themselves.</summary>
    internal void Retire() => Volatile.Write(ref _usable, UsableSet.NotLookedAt);

    // Threads may do so at once; what has been found meanwhile stays.
    private UsableSet LookAgain(UsableSet seen, long version)
    {
        UsableSet found = UsableSet.Of(this, version);
        Interlocked.CompareExchange(ref _usable, found, seen);
        return found;
    }
}
