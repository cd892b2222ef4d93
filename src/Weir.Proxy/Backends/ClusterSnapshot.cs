// One cluster as one configuration gave it: what a request is routed to, and what it keeps from the pick to its end.

using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>
/// Settings and members of a cluster. The settings never change. While it is in force members come and go as their sources name them; once a
/// newer configuration has taken its place, it keeps those that it had. Which of them are usable is looked up anew as their health changes.
/// </summary>
public sealed class ClusterSnapshot
{
    private UsableSet _usable = UsableSet.NotLookedAt;
    private BackendState[] _backends;

    internal ClusterSnapshot(ClusterState state, ClusterConfig config, BackendState[] backends)
    {
        State = state;
        Config = config;
        _backends = backends;
    }

    /// <summary>What lives on over reloads: counts, the turn, who waits.</summary>
    public ClusterState State { get; }

    public ClusterConfig Config { get; }

    /// <summary>The members: those of the configuration in its order, then the others in the order in which they joined.</summary>
    public BackendState[] Backends => Volatile.Read(ref _backends);

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

    private bool WantsTree =>
        Config.Algorithm == BalancingAlgorithm.LeastConnections
        && _backends.Length >= LoadTree.LeastBackends;

    /// <summary>Puts other members in the place of all. Before it comes into force.</summary>
    internal void Fill(BackendState[] backends) => Volatile.Write(ref _backends, backends);

    /// <summary>For the one in force, under its cluster's lock: looks at all members, to be compared one by one.</summary>
    internal void Look(long version)
    {
        UsableSet usable = UsableSet.Of(this, version);
        int next = 0; // both are in the same order
        foreach (BackendState backend in _backends)
        {
            bool isUsable = next < usable.Backends.Length && usable.Backends[next] == backend;
            backend.Place.IsCandidate = isUsable;
            next += isUsable ? 1 : 0;
        }

        Volatile.Write(ref _usable, usable);
    }

    /// <summary>For the one in force, under its cluster's lock: one of its members has joined, left or changed. False when all have to be
    /// looked at, in both ways.</summary>
    internal bool TryFollow(BackendState changed, long version)
    {
        if (_usable.After(changed, this, version) is not { } usable)
        {
            return false;
        }

        changed.Place.IsCandidate = usable.Contains(changed);
        Volatile.Write(ref _usable, usable);
        if (changed.Place.Leaf is { } leaf)
        {
            leaf.Tree.Refresh(leaf.Index);
        }

        return true;
    }

    /// <summary>The same where several have.</summary>
    internal bool TryFollow(MemberChange change, long version)
    {
        LoadTree? loads = _usable.Loads;
        foreach (BackendState backend in change.Left)
        {
            loads?.Remove(backend);
            if (!TryFollow(backend, version))
            {
                return false;
            }
        }

        foreach (BackendState backend in change.Joined)
        {
            bool hasPlace = loads is null ? !WantsTree : loads.TryAdd(backend);
            if (!hasPlace || !TryFollow(backend, version))
            {
                return false;
            }
        }

        foreach (BackendState backend in change.Reweighted)
        {
            if (!TryFollow(backend, version))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>After it has come into force, so that loads are compared with its limits: where many are compared, by a tree.</summary>
    internal void AttachLoads()
    {
        if (WantsTree)
        {
            Volatile.Write(ref _usable, _usable.With(new LoadTree(_backends)));
        }
    }

    /// <summary>Counts that change tell no tree any more.</summary>
    internal void DetachLoads()
    {
        foreach (BackendState backend in _backends)
        {
            backend.Place.Leaf = null;
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
