// Takes changes of backends and posts them to the workers, as the product's composition root does. Owned by ProxyWorld.
using Weir.Proxy.Backends;
using Weir.Proxy.Health;
using Weir.Proxy.Workers;
using Weir.Simulation.Network;

namespace Weir.Simulation.Workers;

/// <summary>Keeps what turned and what drained, for tests to look at.</summary>
internal sealed class BackendRecorder(SimNetwork network) : IBackendObserver
{
    public IReadOnlyList<Worker> Workers { get; set; } = [];

    public HealthMonitor? Health { get; set; }

    /// <summary>One line for each turn of health and each drained backend.</summary>
    public List<string> Transitions { get; } = [];

    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    )
    {
        network.Note($"health {status}", backend.Number, failures);
        Transitions.Add($"{backend.Address} {status}");
        Tell(backend);
    }

    public void OnStateChanged(BackendState backend) => Tell(backend);

    public void OnMembersChanged(MemberChange change)
    {
        foreach (Worker worker in Workers)
        {
            worker.PostMembersChanged(change);
        }

        Health?.Post(change);
    }

    public void OnDrained(BackendState backend) => Transitions.Add($"{backend.Address} drained");

    public void OnRoomMade(ClusterState cluster)
    {
        foreach (Worker worker in Workers)
        {
            worker.PostRoomMade(cluster);
        }
    }

    public void OnIdlePlaceWanted(BackendState backend)
    {
        foreach (Worker worker in Workers)
        {
            worker.PostIdlePlaceWanted(backend);
        }
    }

    private void Tell(BackendState backend)
    {
        foreach (Worker worker in Workers)
        {
            worker.PostBackendChanged(backend);
        }
    }
}
