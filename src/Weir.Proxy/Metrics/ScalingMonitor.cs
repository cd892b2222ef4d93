// Looks at the load of all clusters every second or so, and keeps what it asks for. Owned by the MetricsCollector.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>Sums the workers' load counters into a window for each cluster. <see cref="Sample"/> by one thread at a time, <see cref="Latest"/> by any.</summary>
internal sealed class ScalingMonitor
{
    private Dictionary<ClusterState, ScalingWindow> _windows = [];
    private ClusterScaling[] _latest = [];

    /// <summary>The signals of all clusters as of the last sample, in the order of the config.</summary>
    public ImmutableArray<ClusterScaling> Latest =>
        ImmutableCollectionsMarshal.AsImmutableArray(Volatile.Read(ref _latest));

    public void Sample(ClusterSnapshot[] clusters, long nowUs, long windowUs)
    {
        var windows = new Dictionary<ClusterState, ScalingWindow>(clusters.Length);
        var latest = new ClusterScaling[clusters.Length];
        for (int i = 0; i < clusters.Length; i++)
        {
            ClusterSnapshot cluster = clusters[i];
            ScalingWindow window =
                _windows.GetValueOrDefault(cluster.State) is { } known && known.LengthUs == windowUs
                    ? known
                    : new ScalingWindow(windowUs);
            windows.Add(cluster.State, window);
            latest[i] = ClusterScaling.Of(
                cluster.Name,
                CapacityOf(cluster),
                window.Add(SumOf(cluster.State, nowUs))
            );
        }

        _windows = windows;
        Volatile.Write(ref _latest, latest);
    }

    private static ScalingSample SumOf(ClusterState cluster, long nowUs)
    {
        var sum = new ScalingSample(nowUs, 0, 0, 0, 0, 0, 0);
        foreach (ClusterPart part in cluster.Parts.All)
        {
            LoadCounters load = part.Counters.Load;
            sum = sum with
            {
                Arrivals = sum.Arrivals + Volatile.Read(ref load.Arrivals),
                Placed = sum.Placed + Volatile.Read(ref load.Placed),
                Waits = sum.Waits + Volatile.Read(ref load.Waits),
                Refused = sum.Refused + Volatile.Read(ref load.Refused),
                InUseSumUs = sum.InUseSumUs + load.InUse.SumUs(nowUs),
                WaitingSumUs = sum.WaitingSumUs + load.Waiting.SumUs(nowUs),
            };
        }

        return sum;
    }

    private static ScalingCapacity CapacityOf(ClusterSnapshot cluster) =>
        new(
            cluster.Backends.Length,
            cluster.Usable.Backends.Length,
            cluster.Config.MaxConnections,
            cluster.Config.TargetConcurrency
        );
}
