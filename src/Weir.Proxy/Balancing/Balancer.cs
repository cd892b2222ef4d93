// Chooses the backend for new work among those a cluster may use. One instance a worker and algorithm: its random numbers are its own.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Balancing;

/// <summary>
/// A balancing algorithm. It never returns a backend that is not usable, that was tried, or that is seen to be at its limit; the
/// place itself is reserved by the caller (<see cref="BackendState.TryReserve"/>), who picks again when another was quicker.
/// </summary>
public abstract class Balancer
{
    /// <summary>Chooses a backend; <paramref name="backend"/> is null unless the result is <see cref="PickResult.Picked"/>.</summary>
    public abstract PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        out BackendState? backend
    );

    /// <summary>The same for work of which something is known that bears on the choice.</summary>
    public PickResult Pick(
        ClusterSnapshot cluster,
        TriedBackends tried,
        PickHint hint,
        out BackendState? backend
    )
    {
        bool sawFull = false;
        if (
            hint.Preferred is { IsUsable: true, Endpoints.Length: > 0 } preferred
            && IsOpen(preferred, tried, ref sawFull)
        )
        {
            backend = preferred;
            return PickResult.Picked;
        }

        return Pick(cluster, tried, out backend);
    }

    /// <summary>Makes the balancer of an algorithm; <paramref name="rng"/> belongs to the calling worker.</summary>
    public static Balancer Create(BalancingAlgorithm algorithm, Rng rng) =>
        algorithm switch
        {
            BalancingAlgorithm.LeastConnections => new LeastConnectionsBalancer(),
            BalancingAlgorithm.Random => new RandomBalancer(rng),
            BalancingAlgorithm.PowerOfTwo => new PowerOfTwoBalancer(rng),
            _ => new RoundRobinBalancer(),
        };

    /// <summary>True when <paramref name="backend"/> may be chosen; sets <paramref name="sawFull"/> when only its limit stands against it.</summary>
    protected static bool IsOpen(BackendState backend, TriedBackends tried, ref bool sawFull)
    {
        if (tried.Count > 0 && tried.Contains(backend))
        {
            return false;
        }

        if (backend.HasRoom)
        {
            return true;
        }

        sawFull = true;
        return false;
    }

    /// <summary>The first open backend from <paramref name="start"/> on, in config order and around once.</summary>
    protected static PickResult FirstOpen(
        BackendState[] backends,
        int start,
        TriedBackends tried,
        out BackendState? backend
    )
    {
        bool sawFull = false;
        for (int i = 0; i < backends.Length; i++)
        {
            BackendState candidate = backends[(start + i) % backends.Length];
            if (IsOpen(candidate, tried, ref sawFull))
            {
                backend = candidate;
                return PickResult.Picked;
            }
        }

        backend = null;
        return sawFull ? PickResult.AllFull : PickResult.NoneUsable;
    }
}
