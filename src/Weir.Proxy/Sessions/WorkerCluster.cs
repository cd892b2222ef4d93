// One cluster as one worker uses it: the shared state, what the worker has last heard of it, and a queue of its own.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Sessions;

/// <summary>A worker's view of a cluster. Owned by the worker's thread.</summary>
internal sealed class WorkerCluster(ClusterSnapshot newest) : ClusterPart
{
    private readonly RetryBudget _retries = new();

    public ClusterState State { get; } = newest.State;

    /// <summary>Settings and members of the last config that the worker has been mailed; of one that left, its last.</summary>
    public ClusterSnapshot Newest { get; set; } = newest;

    /// <summary>Whether a tcp listener passes its connections here.</summary>
    public bool IsTcp { get; set; }

    public WaitQueue Queue { get; } = new();

    /// <summary>Counts a retry under way, until <see cref="ClusterState.EndRetry"/>, if this worker's traffic has earned it or hardly any are under way.</summary>
    public bool TryStartRetry()
    {
        long requests = Counters.Load.Arrivals;
        if (_retries.TryPay(requests, State.InUse))
        {
            State.StartRetry();
            return true;
        }

        if (!State.TryStartFreeRetry())
        {
            return false;
        }

        _retries.Borrow(requests);
        return true;
    }
}
