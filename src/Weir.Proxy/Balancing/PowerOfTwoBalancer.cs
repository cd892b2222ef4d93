// The less loaded of two backends drawn at random (Mitzenmacher 2001).
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Balancing;

/// <summary>
/// Nearly as even as least connections at the cost of two looks, and workers that choose at one moment do not all choose the
/// same. Of two equally loaded ones the first drawn is taken, so that a cluster without load still shares by weight.
/// </summary>
public sealed class PowerOfTwoBalancer(Rng rng) : Balancer
{
    public override PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        UsableSet usable = cluster.Usable;
        PickResult result = RandomBalancer.Draw(usable, tried, rng, except: null, out backend);
        if (
            result == PickResult.Picked
            && RandomBalancer.Draw(usable, tried, rng, backend, out BackendState? other)
                == PickResult.Picked
            && LeastConnectionsBalancer.IsLessLoaded(other!, backend!) // both set when picked
        )
        {
            backend = other;
        }

        return result;
    }
}
