// How many retries a cluster's traffic has earned on one worker: a fifth of its requests, so that a failing cluster is not hit much harder for failing.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Sessions;

/// <summary>Twenty retries for each hundred requests. What is not used is kept for a backend that hangs before it dies and takes with it all that runs, but no more than a retry for each request under way. Owned by the worker's thread.</summary>
internal sealed class RetryBudget
{
    private const int RequestsPerRetry = 5;

    private long _paid;

    /// <summary>Pays for one retry, if there is enough.</summary>
    /// <param name="requests">The requests so far, on this worker; they only ever grow.</param>
    /// <param name="underWay">The requests that wait for a backend's answer now, on all workers.</param>
    public bool TryPay(long requests, int underWay)
    {
        long most = (long)underWay * RequestsPerRetry;
        long left = long.Min(requests - _paid, most);
        if (left < RequestsPerRetry)
        {
            return false;
        }

        _paid = requests - left + RequestsPerRetry;
        return true;
    }

    /// <summary>Notes a retry that was not earned: it is paid later, as long as no more are owed than are free at one time.</summary>
    public void Borrow(long requests) =>
        _paid = long.Min(
            _paid + RequestsPerRetry,
            requests + (ClusterState.FreeRetries * RequestsPerRetry)
        );
}
