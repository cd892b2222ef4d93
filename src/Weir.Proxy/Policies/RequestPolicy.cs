// The first of the four places where a policy takes part in a request: before a backend is picked.
namespace Weir.Proxy.Policies;

/// <summary>Immutable, and asked by all workers at once. One instance for each place in a configuration where it is wanted.</summary>
public abstract class RequestPolicy
{
    /// <summary>Refuses a request, or lets it pass (null) and says what is to be different in the head that goes on.</summary>
    public abstract PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker);
}
