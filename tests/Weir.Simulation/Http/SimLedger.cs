// What all simulated backends together were asked: the place where a doubled request shows. Owned by the scenario.
using Weir.Simulation.Harness;

namespace Weir.Simulation.Http;

/// <summary>Counts arrivals of each request id.</summary>
public sealed class SimLedger
{
    private readonly Dictionary<int, int> _arrivals = [];

    /// <summary>Heads of requests that arrived, repeated ones included.</summary>
    public int ArrivalCount { get; private set; }

    public int TimesArrived(int id) => _arrivals.GetValueOrDefault(id);

    /// <summary>A request's head arrived at some backend. What is not idempotent must never come twice (RFC 9110 §9.2.2).</summary>
    public void Arrived(int id, string method)
    {
        ArrivalCount++;
        int times = TimesArrived(id) + 1;
        _arrivals[id] = times;
        if (times > 1 && method is ("POST" or "PATCH"))
        {
            throw new SimFailureException($"{method} {id} arrived {times} times");
        }
    }
}
