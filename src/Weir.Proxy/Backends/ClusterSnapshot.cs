// One cluster as one configuration gave it: what a request is routed to, and what it keeps from the pick to its end.
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>
/// Settings and members of a cluster. Neither ever changes; which of the members are usable follows their health, also once a newer
/// configuration has taken this one's place.
/// </summary>
public sealed class ClusterSnapshot
{
    private volatile UsableSet _usable = UsableSet.NotLookedAt;

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
            // In this order: the one in force is always made anew before its cluster counts the change.
            long version = State.Version;
            UsableSet usable = _usable;
            return usable.Version >= version ? usable : LookAgain(version);
        }
    }

    /// <summary>Finds out which members are usable, for the one in force; with a tree of loads where many are compared.</summary>
    internal void Rebuild(long version)
    {
        UsableSet usable = UsableSet.Of(this, version, comparesMany: true);
        usable.Loads?.Attach();
        _usable = usable;
    }

    // One that is no longer in force: the few requests that still go by it look for themselves. Two threads may do so at once; both
    // find the same, or the older look is repeated by the next.
    private UsableSet LookAgain(long version) =>
        _usable = UsableSet.Of(this, version, comparesMany: false);
}
