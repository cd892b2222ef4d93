// Smooth weighted round robin over all workers: they share one position in the cluster's precomputed rotation.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Balancing;

/// <summary>
/// Takes the backend at the next step of the rotation. One that may not be chosen costs a further step of the shared position
/// instead of a step aside, so that its share falls to all others and not to its neighbour alone.
/// </summary>
public sealed class RoundRobinBalancer : Balancer
{
    // Steps taken before the list itself is searched: enough to keep the shares while some are excluded, few enough that
    // a cluster with most backends full does not shake the shared position.
    private const int MaxSteps = 16;

    public override PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        UsableSet usable = cluster.Usable;
        int length = usable.RotationLength;
        backend = null;
        if (length == 0)
        {
            return PickResult.NoneUsable;
        }

        bool sawFull = false;
        int index = 0;
        for (int i = int.Min(length, MaxSteps); i > 0; i--)
        {
            index = usable.RotationAt(cluster.State.NextRotation() % length);
            if (IsOpen(usable.Backends[index], tried, ref sawFull))
            {
                backend = usable.Backends[index];
                return PickResult.Picked;
            }
        }

        // Other workers may have taken the steps between, so only the list proves that nobody is left.
        return FirstOpen(usable.Backends, index, tried, out backend);
    }
}
