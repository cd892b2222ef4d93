// Who is told of changes of backends: the composition root, which logs them and tells the workers.
namespace Weir.Proxy.Backends;

/// <summary>Called on whichever thread made the change; must be quick and thread-safe.</summary>
public interface IBackendObserver
{
    /// <summary>Health turned to healthy, to unhealthy (<paramref name="failures"/> in a row led there), or to unknown: on trial,
    /// which a healthy one ends; an unhealthy one then is still <see cref="BackendHealth.IsOnTrial"/>, and no news.</summary>
    void OnHealthChanged(BackendState backend, HealthStatus status, string reason, int failures);

    /// <summary>An operator changed state or weight, or the backend left the config.</summary>
    void OnStateChanged(BackendState backend);

    /// <summary>Members of a cluster joined and left, or have another weight, without a configuration.</summary>
    void OnMembersChanged(MemberChange change);

    /// <summary>A draining backend's in-use count reached 0.</summary>
    void OnDrained(BackendState backend);

    /// <summary>A place became free on a cluster for which sessions wait.</summary>
    void OnRoomMade(ClusterState cluster);

    /// <summary>A worker that keeps less than its share of idle connections found no place left for one.</summary>
    void OnIdlePlaceWanted(BackendState backend);
}
