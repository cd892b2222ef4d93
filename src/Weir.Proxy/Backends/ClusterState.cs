// One living cluster: its members, which of them are usable, and the shared position of the rotation. Survives reloads by its name.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>The shared state of a cluster. Thread-safe.</summary>
public sealed class ClusterState
{
    /// <summary>Retries that may be under way however little the traffic.</summary>
    internal const int FreeRetries = 3;

    private readonly Lock _lock = new();
    private readonly Members _members;
    private volatile ClusterSnapshot _current;
    private long _version;
    private SharedCount _waiting;
    private SharedCount _rotation;
    private SharedCount _retrying;

    /// <summary>A new one, without members until it is published.</summary>
    internal ClusterState(ClusterConfig config, IBackendObserver observer)
    {
        Observer = observer;
        _members = new Members(this);
        _current = new ClusterSnapshot(this, config, []);
    }

    /// <summary>What each worker keeps of it.</summary>
    public PerWorker<ClusterPart> Parts { get; } = new();

    public string Name => _current.Name;

    /// <summary>The settings and members in force; replaced by a reload.</summary>
    public ClusterSnapshot Current => _current;

    /// <inheritdoc cref="ClusterSnapshot.Config"/>
    public ClusterConfig Config => _current.Config;

    public IBackendObserver Observer { get; }

    /// <inheritdoc cref="ClusterSnapshot.Backends"/>
    public BackendState[] Backends => _current.Backends;

    /// <inheritdoc cref="ClusterSnapshot.Usable"/>
    public UsableSet Usable => _current.Usable;

    /// <summary>Counts whatever may change which members are usable.</summary>
    internal long Version => Volatile.Read(ref _version);

    /// <summary>Places taken on its backends.</summary>
    public int InUse => Backends.Sum(b => b.InUse);

    /// <summary>Sessions of all workers that wait for a place.</summary>
    public int WaitingCount => _waiting.Value;

    /// <summary>Counts a session that starts to wait, unless <c>maxQueue</c> wait already.</summary>
    public bool TryStartWaiting() => _waiting.TryIncrement(Config.MaxQueue);

    public void StopWaiting() => _waiting.Decrement();

    /// <summary>The next step of the rotation, over all workers, from 0 on; wraps around within the range of a non-negative int.</summary>
    public int NextRotation() => (_rotation.Increment() - 1) & int.MaxValue;

    /// <summary>Counts a retry under way that the traffic has earned.</summary>
    public void StartRetry() => _retrying.Increment();

    /// <summary>Counts a retry under way unless <see cref="FreeRetries"/> are.</summary>
    public bool TryStartFreeRetry() => _retrying.TryIncrement(FreeRetries);

    public void EndRetry() => _retrying.Decrement();

    /// <summary>The member at an address, as it was configured or named.</summary>
    public BackendState? Find(string address)
    {
        lock (_lock)
        {
            return _members.Find(address);
        }
    }

    /// <summary>Puts settings, members and changed weights into force; whose weight changed is added to <paramref name="reweighted"/>, to be
    /// told later.</summary>
    internal void Publish(ClusterSnapshot next, List<BackendState> reweighted)
    {
        lock (_lock)
        {
            next.Fill(_members.Configure(_current.Backends, next, reweighted));
            PutIntoForce(next);
        }
    }

    /// <summary>
    /// Puts the members that a source names now, beside the configuration, in the place of those that it named before. They are in force at
    /// once; who keeps something of each member is to be told. An address that the configuration names too is a member by that.
    /// </summary>
    internal MemberChange SetMembers(string source, ImmutableArray<BackendConfig> members)
    {
        lock (_lock)
        {
            MemberChange change = _members.Set(source, members);
            if (change.IsEmpty)
            {
                return change;
            }

            ClusterSnapshot current = _current;
            current.Fill(Members.After(current.Backends, change));
            if (Members.IsSmall(change) && current.TryFollow(change, _version + 1))
            {
                Volatile.Write(ref _version, _version + 1);
            }
            else
            {
                PutIntoForce(current);
            }

            Members.TakeOut(change);
            return change;
        }
    }

    /// <summary>Finds out whether a backend is usable; after each change of its health, state, weight or addresses.</summary>
    internal void Refresh(BackendState changed)
    {
        lock (_lock)
        {
            if (_current.TryFollow(changed, _version + 1))
            {
                Volatile.Write(ref _version, _version + 1);
            }
            else
            {
                PutIntoForce(_current);
            }
        }
    }

    // Whoever picks meanwhile compares the members one by one: a tree holds loads as measured by the limit in force.
    private void PutIntoForce(ClusterSnapshot next)
    {
        ClusterSnapshot before = _current;
        next.Look(_version + 1);
        _current = next;
        Volatile.Write(ref _version, _version + 1);
        before.DetachLoads();
        if (before != next)
        {
            before.Retire();
        }

        next.AttachLoads();
    }
}
