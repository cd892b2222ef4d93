// Hears of backends and says nothing.
using Weir.Proxy.Backends;

namespace Weir.Bench.Micro;

internal sealed class QuietObserver : IBackendObserver
{
    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    ) { }

    public void OnStateChanged(BackendState backend) { }

    public void OnMembersChanged(MemberChange change) { }

    public void OnDrained(BackendState backend) { }

    public void OnRoomMade(ClusterState cluster) { }

    public void OnIdlePlaceWanted(BackendState backend) { }
}
