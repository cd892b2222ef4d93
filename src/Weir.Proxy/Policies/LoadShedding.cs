// Turns requests away while what is under way already waits too long for its thread (reactor.maxLag, docs/adr/0018).
using Weir.Proxy.Facts;

namespace Weir.Proxy.Policies;

/// <summary>Comes first: a refusal is to cost as little as it can.</summary>
public sealed class LoadShedding : RequestPolicy
{
    public static PolicyRefusal Overloaded { get; } =
        new(FailureCode.ConnectionLimitReached, "overloaded: reactor.maxLag is passed");

    public override PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker)
    {
        if (!worker.Lag.TryShedRequest())
        {
            return null;
        }

        worker.Counters.Shed++;
        return Overloaded;
    }
}
