// Backends that die and come back, and an operator who takes them out and changes their weight, in the middle of traffic. Owned by a test run.
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;

namespace Weir.Simulation.Workers;

/// <summary>Everything is as it was in the end: up, ready, of its first weight.</summary>
internal sealed class BackendTurmoil(SimWorld world, ProxyWorld proxy)
{
    private const long LastStartUs = 5_000_000;
    private const int LongestUs = 10_000_000;

    /// <summary>Plans what happens to one backend, by its place in the cluster.</summary>
    public void Plan(int index, Action kill, Action revive)
    {
        Rng rng = world.Rng;
        if (rng.Chance(0.5))
        {
            During(kill, revive);
        }

        if (rng.Chance(0.3))
        {
            AdminState order = rng.Pick(AdminState.Drain, AdminState.Maint);
            During(
                () => Backend(index)?.SetAdmin(order),
                () => Backend(index)?.SetAdmin(AdminState.Ready)
            );
        }

        if (rng.Chance(0.3))
        {
            int weight = rng.Next(4);
            During(() => Backend(index)?.SetWeight(weight), () => Backend(index)?.SetWeight(1));
        }
    }

    private BackendState? Backend(int index) =>
        proxy.Cluster("web").Backends.ElementAtOrDefault(index);

    private void During(Action begin, Action end)
    {
        long startUs = world.Rng.Between(0, LastStartUs);
        world.Network.After(startUs, begin);
        world.Network.After(startUs + world.Rng.Scaled(1_000, LongestUs), end);
    }
}
