// Takes changes of backends from whichever thread makes them, and tells the log, the workers and the event stream.
using Weir.Admin;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Workers;

namespace Weir.Composition;

/// <summary>The observer of all backends.</summary>
internal sealed class BackendNotices(EventSink events, DataPlane plane) : IBackendObserver
{
    /// <summary>The admin API's event stream; null when it is off.</summary>
    public AdminServer? Admin { get; set; }

    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    )
    {
        if (status == HealthStatus.Healthy)
        {
            events.BackendHealthy(backend.Cluster.Name, backend.Address, reason);
        }
        else if (status == HealthStatus.Unhealthy && !backend.Health.IsOnTrial)
        {
            events.BackendUnhealthy(backend.Cluster.Name, backend.Address, reason, failures);
        }

        Tell(backend, reason);
    }

    public void OnStateChanged(BackendState backend) => Tell(backend, null);

    public void OnMembersChanged(MemberChange change)
    {
        foreach (Worker worker in plane.Workers)
        {
            worker.PostMembersChanged(change);
        }

        plane.Health.Post(change);
        foreach (BackendState backend in change.Left.AddRange(change.Reweighted))
        {
            Admin?.PublishBackend(backend, null);
        }
    }

    public void OnDrained(BackendState backend) =>
        events.BackendDrained(backend.Cluster.Name, backend.Address);

    public void OnRoomMade(ClusterState cluster)
    {
        foreach (Worker worker in plane.Workers)
        {
            worker.PostRoomMade(cluster);
        }
    }

    public void OnIdlePlaceWanted(BackendState backend)
    {
        foreach (Worker worker in plane.Workers)
        {
            worker.PostIdlePlaceWanted(backend);
        }
    }

    private void Tell(BackendState backend, string? reason)
    {
        foreach (Worker worker in plane.Workers)
        {
            worker.PostBackendChanged(backend);
        }

        Admin?.PublishBackend(backend, reason);
    }
}
