// The balancers of one worker, one for each algorithm: a request asks the one that the settings of its members name.

using Weir.Configuration.Clusters;

namespace Weir.Proxy.Balancing;

/// <summary>Owned by the worker's thread.</summary>
/// <param name="create">Makes the balancer of an algorithm; once for each.</param>
public sealed class Balancers(Func<BalancingAlgorithm, Balancer> create)
{
    private readonly Balancer[] _balancers =
    [
        .. Enum.GetValues<BalancingAlgorithm>().Select(create),
    ];

    public Balancer this[BalancingAlgorithm algorithm] => _balancers[(int)algorithm];
}
