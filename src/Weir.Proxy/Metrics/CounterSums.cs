// Sums one thing over all workers. A worker that has not yet taken a new configuration has no counters for its new numbers: they count as zero.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>Sums over the counters of <paramref name="workers"/>, from any thread.</summary>
internal sealed class CounterSums(IReadOnlyList<WorkerCounters> workers)
{
    /// <summary>The sum of one value over all workers.</summary>
    public long Sum(Func<WorkerCounters, long> read)
    {
        long sum = 0;
        foreach (WorkerCounters worker in workers)
        {
            sum += read(worker);
        }

        return sum;
    }

    /// <summary>Element-wise sums of arrays of <paramref name="length"/>; an empty one counts as zeros.</summary>
    public ImmutableArray<long> SumArrays(int length, Func<WorkerCounters, long[]> read)
    {
        long[] sums = new long[length];
        foreach (WorkerCounters worker in workers)
        {
            long[] counts = read(worker);
            for (int i = 0; i < counts.Length; i++)
            {
                sums[i] += Volatile.Read(ref counts[i]);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }

    /// <summary>One histogram of a cluster over all workers.</summary>
    public HistogramSnapshot SumHistograms(int clusterId, Func<ClusterCounters, Histogram> read) =>
        SumHistograms(w => clusterId < w.ClusterCount ? read(w.Cluster(clusterId)) : null);

    /// <summary>The response times of a backend over all workers.</summary>
    public HistogramSnapshot SumResponseTimes(int backendId) =>
        SumHistograms(w => backendId < w.BackendCount ? w.Backend(backendId).ResponseTime : null);

    private HistogramSnapshot SumHistograms(Func<WorkerCounters, Histogram?> read)
    {
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        long sumUs = 0;
        foreach (WorkerCounters worker in workers)
        {
            sumUs += read(worker)?.AddTo(counts) ?? 0;
        }

        return new HistogramSnapshot(ImmutableCollectionsMarshal.AsImmutableArray(counts), sumUs);
    }

    public ImmutableArray<long> SumCluster(
        int clusterId,
        int length,
        Func<ClusterCounters, long[]> read
    ) => SumArrays(length, w => clusterId < w.ClusterCount ? read(w.Cluster(clusterId)) : []);

    public ImmutableArray<long> SumBackend(
        int backendId,
        int length,
        Func<BackendCounters, long[]> read
    ) => SumArrays(length, w => backendId < w.BackendCount ? read(w.Backend(backendId)) : []);

    /// <summary>Responses by class that a listener sent for a cluster.</summary>
    public ImmutableArray<long> SumResponses(int listenerId, int clusterId)
    {
        long[] sums = new long[ListenerCounters.ClassCount];
        foreach (WorkerCounters worker in workers)
        {
            for (int i = 0; listenerId < worker.ListenerCount && i < sums.Length; i++)
            {
                sums[i] += worker.Listener(listenerId).Responses(clusterId, i);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }

    /// <summary>Final responses of every number ever given, so that the total never falls at a reload.</summary>
    public long TotalFinalResponses() =>
        Sum(static worker =>
        {
            long sum = 0;
            int clusters = worker.ClusterCount;
            for (int listener = worker.ListenerCount - 1; listener >= 0; listener--)
            {
                ListenerCounters counters = worker.Listener(listener);
                for (int cell = 0; cell < clusters * ListenerCounters.ClassCount; cell++)
                {
                    int classIndex = cell % ListenerCounters.ClassCount;
                    sum +=
                        classIndex == 0
                            ? 0
                            : counters.Responses(cell / ListenerCounters.ClassCount, classIndex);
                }
            }

            return sum;
        });

    /// <summary>Failures of every number ever given.</summary>
    public long TotalFailures() =>
        Sum(static worker =>
        {
            long sum = 0;
            for (int cluster = worker.ClusterCount - 1; cluster >= 0; cluster--)
            {
                foreach (ref long count in worker.Cluster(cluster).Failures.AsSpan())
                {
                    sum += Volatile.Read(ref count);
                }
            }

            return sum;
        });
}
