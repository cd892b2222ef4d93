// Sums what the workers count and reads the living backends, whenever someone asks. It owns no counters but
// those of reloads and of health checks.
using System.Collections.Immutable;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Metrics;

/// <summary>Collects from all workers. Every method may be called from any thread; the workers never wait for it.</summary>
/// <param name="workers">The counters of each worker; the list does not change any more.</param>
/// <param name="version">The product's version, for the build info.</param>
/// <param name="engine">The I/O engine in use, for the build info.</param>
public sealed class MetricsCollector(
    IReadOnlyList<WorkerCounters> workers,
    string version = "",
    string engine = ""
)
{
    private readonly CounterSums _sums = new(workers);
    private readonly ScalingMonitor _scaling = new(workers);
    private volatile ProxySnapshot? _followed; // before the first there is nothing to report on
    private long _reloadsSucceeded;
    private long _reloadsRejected;

    /// <summary>What health checks count; the workers count the rest.</summary>
    public CheckCounters Checks { get; } = new();

    /// <summary>What the logs and the export of traces lost.</summary>
    public LogDrops LogDrops { get; init; } = new();

    /// <summary>Reports on what this configuration has from now on, so that every series of it exists before anything is counted; at the
    /// start and at each reload.</summary>
    public void Follow(ProxySnapshot snapshot) => _followed = snapshot;

    /// <summary>Counts a reload, applied or rejected.</summary>
    public void CountReload(bool success) =>
        Interlocked.Increment(ref success ? ref _reloadsSucceeded : ref _reloadsRejected);

    /// <summary>Looks at the load of all clusters; one thread at a time, every second or so. <paramref name="windowUs"/>: how far back
    /// the signals look; <paramref name="nowUs"/> is on the workers' clock.</summary>
    public void SampleScaling(long nowUs, long windowUs) =>
        _scaling.Sample(_followed?.Clusters ?? [], nowUs, windowUs);

    /// <summary>The scaling signals as of the last sample.</summary>
    public ImmutableArray<ClusterScaling> Scaling => _scaling.Latest;

    /// <summary>All figures as they are now.</summary>
    public MetricsSnapshot Collect()
    {
        ProxySnapshot? followed = _followed;
        ListenerSnapshot[] listeners = followed?.Listeners ?? [];
        ClusterSnapshot[] clusters = followed?.Clusters ?? [];
        return new MetricsSnapshot
        {
            Version = version,
            Engine = engine,
            ActiveConnections = _sums.Sum(static w => Volatile.Read(ref w.ActiveConnections)),
            BytesIn = _sums.Sum(static w => Volatile.Read(ref w.ClientBytes.BytesIn)),
            BytesOut = _sums.Sum(static w => Volatile.Read(ref w.ClientBytes.BytesOut)),
            TotalRequests = _sums.TotalFinalResponses(),
            TotalFailures = _sums.TotalFailures(),
            Timeouts = _sums.SumArrays((int)TimeoutKind.Stalled + 1, static w => w.Timeouts),
            BulkBytes = _sums.Sum(static w => Volatile.Read(ref w.BulkBytes)),
            Shed = _sums.Sum(static w => Volatile.Read(ref w.Shed)),
            InternalErrors =
                _sums.Sum(static w => Volatile.Read(ref w.InternalErrors)) + Checks.Defects,
            LagUs = workers.Select(static w => Volatile.Read(ref w.LagUs)).DefaultIfEmpty().Max(),
            DroppedAccessLines = LogDrops.Access,
            DroppedEventLines = LogDrops.Events,
            DroppedTraces = LogDrops.Traces,
            ReloadsSucceeded = Volatile.Read(ref _reloadsSucceeded),
            ReloadsRejected = Volatile.Read(ref _reloadsRejected),
            Listeners = [.. listeners.Select(l => CollectListener(l, clusters))],
            Clusters =
            [
                CollectCluster(0, ""),
                .. clusters.Select(c => CollectCluster(c.State.Id, c.Name)),
            ],
            Scaling = _scaling.Latest,
            Backends = [.. clusters.SelectMany(c => c.Backends.Select(b => CollectBackend(c, b)))],
        };
    }

    // Of listeners × clusters only the pairs that the routes allow are series from the start: the product of both would be mostly zeros.
    // A pair that a reload took away stays as long as both sides do, if it was ever counted.
    private ListenerMetrics CollectListener(ListenerSnapshot listener, ClusterSnapshot[] clusters)
    {
        int id = listener.State.Id;
        var responses = ImmutableArray.CreateBuilder<ResponseMetrics>();
        if (listener.Config.Mode == ProxyMode.Http)
        {
            HashSet<ClusterState> reached = [.. listener.Clusters];
            responses.Add(new ResponseMetrics("", _sums.SumResponses(id, 0)));
            foreach (ClusterSnapshot cluster in clusters)
            {
                ImmutableArray<long> byClass = _sums.SumResponses(id, cluster.State.Id);
                if (reached.Contains(cluster.State) || byClass.Any(static n => n > 0))
                {
                    responses.Add(new ResponseMetrics(cluster.Name, byClass));
                }
            }
        }

        return new ListenerMetrics(
            listener.Name,
            _sums.Sum(w => id < w.ListenerCount ? Volatile.Read(ref w.Listener(id).Active) : 0),
            _sums.Sum(w =>
                id < w.ListenerCount ? Volatile.Read(ref w.Listener(id).ActiveRequests) : 0
            ),
            responses.ToImmutable()
        );
    }

    private ClusterMetrics CollectCluster(int id, string name) =>
        new()
        {
            Name = name,
            Failures = _sums.SumCluster(id, FailureCodes.Count, static c => c.Failures),
            Retries = _sums.SumCluster(id, FailureCodes.Count, static c => c.Retries),
            RequestDuration = _sums.SumHistograms(id, static c => c.RequestDuration),
            ConnectDuration = _sums.SumHistograms(id, static c => c.ConnectDuration),
        };

    private BackendMetrics CollectBackend(ClusterSnapshot cluster, BackendState backend) =>
        new()
        {
            Cluster = cluster.Name,
            Address = backend.Address,
            InUse = backend.InUse,
            Idle = backend.Idle,
            IsHealthy = backend.Health.Status != HealthStatus.Unhealthy,
            IsWarmPaused = backend.Warm.IsPaused,
            ChecksSucceeded = backend.ChecksSucceeded,
            ChecksFailed = backend.ChecksFailed,
            TurnedHealthy = backend.TurnedHealthy,
            TurnedUnhealthy = backend.TurnedUnhealthy,
            Acquires = _sums.SumBackend(
                backend.Id,
                (int)AcquireResult.Opened + 1,
                static b => b.Acquires
            ),
            Evictions = _sums.SumBackend(
                backend.Id,
                (int)EvictionReason.Unhealthy + 1,
                static b => b.Evictions
            ),
            Connects = _sums.SumBackend(
                backend.Id,
                (int)ConnectResult.Error + 1,
                static b => b.Connects
            ),
            Responses = _sums.SumBackend(backend.Id, 5, static b => b.Responses),
            ResponseTime = _sums.SumResponseTimes(backend.Id),
        };
}
