// The checks that wait for their time, in its order. Owned by the monitor.
using System.Diagnostics.CodeAnalysis;

namespace Weir.Proxy.Health;

/// <summary>A check that was given another time, or was dropped, leaves an entry behind, which counts for nothing.</summary>
internal sealed class DueChecks
{
    private readonly PriorityQueue<HealthCheck, long> _queue = new();

    /// <summary>Adds the check at its present time.</summary>
    public void Add(HealthCheck check) => _queue.Enqueue(check, check.DueUs);

    /// <summary>Finds the next one, which stays.</summary>
    public bool TryPeek([NotNullWhen(true)] out HealthCheck? check)
    {
        while (_queue.TryPeek(out check, out long dueUs))
        {
            if (!check.IsDropped && check.DueUs == dueUs)
            {
                return true;
            }

            _queue.Dequeue();
        }

        return false;
    }

    /// <summary>Takes out what <see cref="TryPeek"/> found.</summary>
    public void RemoveFirst() => _queue.Dequeue();
}
