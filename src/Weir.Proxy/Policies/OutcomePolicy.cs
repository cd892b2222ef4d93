// The fourth place: the end of a request, however it came.
namespace Weir.Proxy.Policies;

/// <inheritdoc cref="RequestPolicy"/>
public abstract class OutcomePolicy
{
    /// <summary>Hears of each request that was routed, once, also of one that a policy has refused.</summary>
    public abstract void Note(ReceivedRequest request, in OutcomeView outcome, PolicyWorker worker);
}
