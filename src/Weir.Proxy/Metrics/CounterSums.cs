// Sums what several workers have counted of one thing.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>Sums over counters of which each has one writer, from any thread.</summary>
internal static class CounterSums
{
    /// <summary>The sum of one value.</summary>
    public static long Of<T>(IEnumerable<T> counters, Func<T, long> read)
    {
        long sum = 0;
        foreach (T counted in counters)
        {
            sum += read(counted);
        }

        return sum;
    }

    /// <summary>Element-wise sums of arrays of <paramref name="length"/>.</summary>
    public static ImmutableArray<long> OfArrays<T>(
        IEnumerable<T> counters,
        int length,
        Func<T, long[]> read
    )
    {
        long[] sums = new long[length];
        foreach (T counted in counters)
        {
            long[] counts = read(counted);
            for (int i = 0; i < counts.Length; i++)
            {
                sums[i] += Volatile.Read(ref counts[i]);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }

    public static HistogramSnapshot OfHistograms<T>(
        IEnumerable<T> counters,
        Func<T, Histogram> read
    )
    {
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        long sumUs = 0;
        foreach (T counted in counters)
        {
            sumUs += read(counted).AddTo(counts);
        }

        return new HistogramSnapshot(ImmutableCollectionsMarshal.AsImmutableArray(counts), sumUs);
    }

    /// <summary>Responses by class that a listener, by its number, sent for one cluster.</summary>
    public static ImmutableArray<long> OfResponses(
        IEnumerable<ClusterCounters> cluster,
        int listenerId
    )
    {
        long[] sums = new long[ClusterCounters.ClassCount];
        foreach (ClusterCounters counters in cluster)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += counters.Responses(listenerId, i);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }
}
