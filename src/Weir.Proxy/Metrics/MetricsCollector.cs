// Sums what the workers count and reads the living backends, whenever someone asks. It owns no counters but
// those of reloads and of health checks.
using System.Collections.Immutable;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
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
    private readonly ScalingMonitor _scaling = new();
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

    /// <summary>All figures as they are now; <paramref name="withBackends"/> false leaves out those of each backend, which cost most.</summary>
    public MetricsSnapshot Collect(bool withBackends = true)
    {
        ProxySnapshot? followed = _followed;
        ListenerSnapshot[] listeners = followed?.Listeners ?? [];
        ClusterSnapshot[] clusters = followed?.Clusters ?? [];
        return new MetricsSnapshot
        {
            Version = version,
            Engine = engine,
            ActiveConnections = Sum(static w => Volatile.Read(ref w.ActiveConnections)),
            BytesIn = Sum(static w => Volatile.Read(ref w.ClientBytes.BytesIn)),
            BytesOut = Sum(static w => Volatile.Read(ref w.ClientBytes.BytesOut)),
            TotalRequests = Sum(static w => Volatile.Read(ref w.TotalResponses)),
            TotalFailures = Sum(static w => Volatile.Read(ref w.TotalFailures)),
            Timeouts = CounterSums.OfArrays(
                workers,
                (int)TimeoutKind.Stalled + 1,
                static w => w.Timeouts
            ),
            BulkBytes = Sum(static w => Volatile.Read(ref w.BulkBytes)),
            Shed = Sum(static w => Volatile.Read(ref w.Shed)),
            InternalErrors = Sum(static w => Volatile.Read(ref w.InternalErrors)) + Checks.Defects,
            LagUs = workers.Select(static w => Volatile.Read(ref w.LagUs)).DefaultIfEmpty().Max(),
            DroppedAccessLines = LogDrops.Access,
            DroppedEventLines = LogDrops.Events,
            DroppedTraces = LogDrops.Traces,
            ReloadsSucceeded = Volatile.Read(ref _reloadsSucceeded),
            ReloadsRejected = Volatile.Read(ref _reloadsRejected),
            Listeners = [.. listeners.Select(l => CollectListener(l, clusters))],
            Clusters =
            [
                CollectCluster("", NoCluster),
                .. clusters.Select(c => CollectCluster(c.Name, CountersOf(c))),
            ],
            Scaling = _scaling.Latest,
            HasBackends = withBackends,
            Backends = withBackends
                ? [.. clusters.SelectMany(c => c.Backends.Select(b => CollectBackend(c, b)))]
                : [],
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
            responses.Add(new ResponseMetrics("", CounterSums.OfResponses(NoCluster, id)));
            foreach (ClusterSnapshot cluster in clusters)
            {
                ImmutableArray<long> byClass = CounterSums.OfResponses(CountersOf(cluster), id);
                if (reached.Contains(cluster.State) || byClass.Any(static n => n > 0))
                {
                    responses.Add(new ResponseMetrics(cluster.Name, byClass));
                }
            }
        }

        return new ListenerMetrics(
            listener.Name,
            Sum(w => id < w.ListenerCount ? Volatile.Read(ref w.Listener(id).Active) : 0),
            Sum(w => id < w.ListenerCount ? Volatile.Read(ref w.Listener(id).ActiveRequests) : 0),
            responses.ToImmutable()
        );
    }

    private static ClusterMetrics CollectCluster(
        string name,
        IEnumerable<ClusterCounters> counters
    ) =>
        new()
        {
            Name = name,
            Failures = CounterSums.OfArrays(counters, FailureCodes.Count, static c => c.Failures),
            Retries = CounterSums.OfArrays(counters, FailureCodes.Count, static c => c.Retries),
            RequestDuration = CounterSums.OfHistograms(counters, static c => c.RequestDuration),
            ConnectDuration = CounterSums.OfHistograms(counters, static c => c.ConnectDuration),
        };

    private static BackendMetrics CollectBackend(ClusterSnapshot cluster, BackendState backend)
    {
        BackendCounters[] counters = [.. backend.Parts.All.Select(static part => part.Counters)];
        return new BackendMetrics
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
            Acquires = CounterSums.OfArrays(
                counters,
                (int)AcquireResult.Opened + 1,
                static b => b.Acquires
            ),
            Evictions = CounterSums.OfArrays(
                counters,
                (int)EvictionReason.Unhealthy + 1,
                static b => b.Evictions
            ),
            Connects = CounterSums.OfArrays(
                counters,
                (int)ConnectResult.Error + 1,
                static b => b.Connects
            ),
            Responses = CounterSums.OfArrays(counters, 5, static b => b.Responses),
            ResponseTime = CounterSums.OfHistograms(counters, static b => b.ResponseTime),
        };
    }

    private IEnumerable<ClusterCounters> NoCluster => workers.Select(static w => w.NoCluster);

    private static IEnumerable<ClusterCounters> CountersOf(ClusterSnapshot cluster) =>
        cluster.State.Parts.All.Select(static part => part.Counters);

    private long Sum(Func<WorkerCounters, long> read) => CounterSums.Of(workers, read);
}
