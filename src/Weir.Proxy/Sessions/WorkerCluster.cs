// One cluster as one worker uses it: the shared state with a balancer and a queue of its own.
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Sessions;

/// <summary>A worker's view of a cluster. Owned by the worker's thread.</summary>
internal sealed class WorkerCluster(ClusterState state, Balancer balancer, ClusterCounters counters)
{
    private readonly RetryBudget _retries = new();

    public ClusterState State { get; } = state;

    public Balancer Balancer { get; set; } = balancer;

    public ClusterCounters Counters { get; } = counters;

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

        _retries.Owe(requests);
        return true;
    }
}
