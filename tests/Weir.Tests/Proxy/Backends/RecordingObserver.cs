// Writes down what a backend's observer is told, from any thread.
using System.Collections.Concurrent;
using Weir.Proxy.Backends;

namespace Weir.Tests.Proxy.Backends;

internal sealed class RecordingObserver : IBackendObserver
{
    private readonly ConcurrentQueue<string> _events = new();

    public string[] Events => [.. _events];

    public string[] Take()
    {
        string[] events = Events;
        _events.Clear();
        return events;
    }

    public void OnHealthChanged(
        BackendState backend,
        HealthStatus status,
        string reason,
        int failures
    ) => _events.Enqueue($"{backend.Address} {status} ({reason}, {failures})");

    public void OnStateChanged(BackendState backend) =>
        _events.Enqueue($"{backend.Address} {backend.Admin} weight {backend.Weight}");

    public void OnMembersChanged(MemberChange change) =>
        _events.Enqueue(
            $"{change.Cluster.Name} +{Names(change.Joined)} -{Names(change.Left)} ~{Names(change.Reweighted)}"
        );

    public void OnDrained(BackendState backend) => _events.Enqueue($"{backend.Address} drained");

    public void OnRoomMade(ClusterState cluster) => _events.Enqueue($"{cluster.Name} has room");

    public void OnIdlePlaceWanted(BackendState backend) =>
        _events.Enqueue($"{backend.Address} idle place wanted");

    private static string Names(IEnumerable<BackendState> backends) =>
        string.Join(",", backends.Select(b => b.Address));
}
