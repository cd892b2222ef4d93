// One living cluster: its backends, which of them are usable, and the shared position of the rotation. Survives reloads by its name.
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>The shared state of a cluster. Thread-safe.</summary>
public sealed class ClusterState
{
    /// <summary>Retries that may be under way however little the traffic.</summary>
    internal const int FreeRetries = 3;

    private readonly Lock _lock = new();
    private volatile BackendState[] _backends = [];
    private volatile UsableSet _usable = new([], null);
    private volatile ClusterConfig _config;
    private volatile bool _removed;
    private SharedCount _waiting;
    private SharedCount _rotation;
    private SharedCount _retrying;

    internal ClusterState(int id, ClusterConfig config, IBackendObserver observer)
    {
        Id = id;
        _config = config;
        Observer = observer;
    }

    /// <summary>A dense number from 1 on (0 stands for no cluster), unique over the life of the process.</summary>
    public int Id { get; }

    public string Name => _config.Name;

    /// <summary>The settings in force; replaced by a reload.</summary>
    public ClusterConfig Config => _config;

    /// <summary>True once it has left the config: no request is routed to it any more, and those that were go on with its last backends.</summary>
    public bool IsRemoved => _removed;

    public IBackendObserver Observer { get; }

    /// <summary>All backends, in config order.</summary>
    public BackendState[] Backends => _backends;

    /// <summary>The backends that may take new work now.</summary>
    public UsableSet Usable => _usable;

    /// <summary>Places taken on its backends.</summary>
    public int InUse => _backends.Sum(b => b.InUse);

    /// <summary>Sessions of all workers that wait for a place.</summary>
    public int WaitingCount => _waiting.Value;

    /// <summary>Counts a session that starts to wait, unless <c>maxQueue</c> wait already.</summary>
    public bool TryStartWaiting() => _waiting.TryIncrement(_config.MaxQueue);

    public void StopWaiting() => _waiting.Decrement();

    /// <summary>The next step of the rotation, over all workers, from 0 on; wraps around within the range of a non-negative int.</summary>
    public int NextRotation() => (_rotation.Increment() - 1) & int.MaxValue;

    /// <summary>Counts a retry under way that the traffic has earned.</summary>
    public void StartRetry() => _retrying.Increment();

    /// <summary>Counts a retry under way unless <see cref="FreeRetries"/> are.</summary>
    public bool TryStartFreeRetry() => _retrying.TryIncrement(FreeRetries);

    public void EndRetry() => _retrying.Decrement();

    public BackendState? Find(string address) =>
        Array.Find(_backends, b => string.Equals(b.Address, address, StringComparison.Ordinal));

    /// <summary>Publishes new settings and members (old ones keep their state).</summary>
    internal void Apply(ClusterConfig config, BackendState[] backends)
    {
        _config = config;
        _backends = backends;
        RebuildUsable();
    }

    internal void Remove() => _removed = true;

    /// <summary>Finds out which backends are usable; after each change of health, state, weight or members.</summary>
    internal void RebuildUsable()
    {
        lock (_lock)
        {
            // A name that was not resolved yet leaves nothing to connect to, not even with failOpen.
            BackendState[] ready = [.. _backends.Where(b => b.IsReady && b.Endpoints.Length > 0)];
            BackendState[] usable = [.. ready.Where(b => b.IsUsable)];
            if (usable.Length == 0 && _config.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen)
            {
                usable = ready;
            }

            LoadTree? loads =
                _config.Algorithm == BalancingAlgorithm.LeastConnections
                && usable.Length >= LoadTree.LeastBackends
                    ? new LoadTree(usable)
                    : null;
            foreach (BackendState backend in _backends)
            {
                backend.Leaf = null;
            }

            loads?.Attach();
            _usable = new UsableSet(usable, WeightedRotation.Build(usable), loads);
        }
    }
}
