// The second place: as a backend is picked.
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;

namespace Weir.Proxy.Policies;

/// <inheritdoc cref="RequestPolicy"/>
public abstract class PickPolicy
{
    /// <summary>Whom the request should go to among these members; default where this policy does not mind.</summary>
    public abstract PickHint Hint(ReceivedRequest request, ClusterSnapshot members);
}
