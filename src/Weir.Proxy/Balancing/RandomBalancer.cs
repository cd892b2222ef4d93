// A backend at random, by weight.
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Balancing;

/// <summary>Needs no shared position: workers do not touch each other's cache lines.</summary>
public sealed class RandomBalancer(Rng rng) : Balancer
{
    public override PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    ) => Draw(cluster.Usable, tried, rng, except: null, out backend);

    /// <summary>Draws an open backend other than <paramref name="except"/>.</summary>
    internal static PickResult Draw(
        UsableSet usable,
        TriedBackends tried,
        Rng rng,
        BackendState? except,
        out BackendState? backend
    )
    {
        backend = null;
        if (usable.RotationLength == 0)
        {
            return PickResult.NoneUsable;
        }

        // A backend stands in the rotation as often as its weight says, so a random step is a draw by weight.
        bool sawFull = false;
        BackendState drawn = usable.Backends[usable.RotationAt(rng.Next(usable.RotationLength))];
        if (drawn != except && IsOpen(drawn, tried, ref sawFull))
        {
            backend = drawn;
            return PickResult.Picked;
        }

        // Some are excluded: one pass that keeps each open one with the chance that its weight has among those seen so far.
        int total = 0;
        foreach (BackendState candidate in usable.Backends)
        {
            if (candidate == except || !IsOpen(candidate, tried, ref sawFull))
            {
                continue;
            }

            total += candidate.Weight;
            if (backend is null || rng.Next(total) < candidate.Weight)
            {
                backend = candidate;
            }
        }

        return backend is not null ? PickResult.Picked
            : sawFull ? PickResult.AllFull
            : PickResult.NoneUsable;
    }
}
