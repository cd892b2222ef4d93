// Sums what the workers count, whenever someone asks. It owns no counters but those of reloads and of health checks.
using System.Collections.Immutable;
using Weir.Proxy.Facts;

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
    private MetricsTopology _topology = MetricsTopology.Empty;
    private long _reloadsSucceeded;
    private long _reloadsRejected;

    /// <summary>What health checks count; the workers count the rest.</summary>
    public CheckCounters Checks { get; } = new();

    /// <summary>What the logs and the export of traces lost.</summary>
    public LogDrops LogDrops { get; init; } = new();

    /// <summary>Publishes what there is to report on; at the start and at each reload.</summary>
    public void SetTopology(MetricsTopology topology) => Volatile.Write(ref _topology, topology);

    /// <summary>Counts a reload, applied or rejected.</summary>
    public void CountReload(bool success) =>
        Interlocked.Increment(ref success ? ref _reloadsSucceeded : ref _reloadsRejected);

    /// <summary>Looks at the load of all clusters; one thread at a time, every second or so. <paramref name="windowUs"/>: how far back
    /// the signals look; <paramref name="nowUs"/> is on the workers' clock.</summary>
    public void SampleScaling(long nowUs, long windowUs) =>
        _scaling.Sample(Volatile.Read(ref _topology).Clusters, nowUs, windowUs);

    /// <summary>The scaling signals as of the last sample.</summary>
    public ImmutableArray<ClusterScaling> Scaling => _scaling.Latest;

    /// <summary>All figures as they are now.</summary>
    public MetricsSnapshot Collect()
    {
        MetricsTopology topology = Volatile.Read(ref _topology);
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
            Listeners = [.. topology.Listeners.Select(l => CollectListener(l, topology.Clusters))],
            Clusters =
            [
                CollectCluster(0, ""),
                .. topology.Clusters.Select(c => CollectCluster(c.Id, c.Name)),
            ],
            Scaling = _scaling.Latest,
            Backends = [.. topology.Backends.Select(CollectBackend)],
        };
    }

    // Of listeners × clusters only the pairs that the routes allow are series from the start: the product of both would be mostly zeros.
    // A pair that a reload took away stays as long as both sides do, if it was ever counted.
    private ListenerMetrics CollectListener(
        ListenerTopology listener,
        ImmutableArray<ClusterTopology> clusters
    )
    {
        var responses = ImmutableArray.CreateBuilder<ResponseMetrics>();
        if (listener.IsHttp)
        {
            responses.Add(new ResponseMetrics("", _sums.SumResponses(listener.Id, 0)));
            foreach (ClusterTopology cluster in clusters)
            {
                ImmutableArray<long> byClass = _sums.SumResponses(listener.Id, cluster.Id);
                if (listener.ClusterIds.Contains(cluster.Id) || byClass.Any(static n => n > 0))
                {
                    responses.Add(new ResponseMetrics(cluster.Name, byClass));
                }
            }
        }

        return new ListenerMetrics(
            listener.Name,
            _sums.Sum(w =>
                listener.Id < w.ListenerCount
                    ? Volatile.Read(ref w.Listener(listener.Id).Active)
                    : 0
            ),
            _sums.Sum(w =>
                listener.Id < w.ListenerCount
                    ? Volatile.Read(ref w.Listener(listener.Id).ActiveRequests)
                    : 0
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

    private BackendMetrics CollectBackend(BackendMetricsSource source) =>
        new()
        {
            Cluster = source.Cluster,
            Address = source.Address,
            InUse = source.InUse,
            Idle = source.Idle,
            IsHealthy = source.IsHealthy,
            IsWarmPaused = source.IsWarmPaused,
            ChecksSucceeded = source.ChecksSucceeded,
            ChecksFailed = source.ChecksFailed,
            TurnedHealthy = source.TurnedHealthy,
            TurnedUnhealthy = source.TurnedUnhealthy,
            Acquires = _sums.SumBackend(
                source.Id,
                (int)AcquireResult.Opened + 1,
                static b => b.Acquires
            ),
            Evictions = _sums.SumBackend(
                source.Id,
                (int)EvictionReason.Unhealthy + 1,
                static b => b.Evictions
            ),
            Connects = _sums.SumBackend(
                source.Id,
                (int)ConnectResult.Error + 1,
                static b => b.Connects
            ),
            Responses = _sums.SumBackend(source.Id, 5, static b => b.Responses),
            ResponseTime = _sums.SumResponseTimes(source.Id),
        };
}
