// Durations in fixed buckets, as Prometheus wants them. One writer (a worker), any reader.
using System.Numerics;

namespace Weir.Proxy.Facts;

/// <summary>Counts durations in microseconds. <see cref="Record"/> takes no lock and no allocation: one writer each.</summary>
public sealed class Histogram
{
    // No constant span: builds without optimization, on which the budgets are measured, allocate for each look at one.
    private static readonly long[] s_boundsUs =
    [
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000,
    ];

    /// <summary>Upper bounds in microseconds, inclusive; one more bucket takes what lies above.</summary>
    public static ReadOnlySpan<long> BoundsUs => s_boundsUs;

    private static readonly byte[] FirstBucketByLog2 = BuildFirstBuckets();

    private readonly long[] _counts = new long[BoundsUs.Length + 1];
    private long _sumUs;

    /// <summary>Adds one duration; below zero counts as zero.</summary>
    public void Record(long durationUs)
    {
        durationUs = long.Max(0, durationUs);
        int bucket = FirstBucketByLog2[BitOperations.Log2((ulong)durationUs | 1)];
        ReadOnlySpan<long> bounds = BoundsUs;
        while (bucket < bounds.Length && durationUs > bounds[bucket])
        {
            bucket++;
        }

        _counts[bucket]++;
        _sumUs += durationUs;
    }

    /// <summary>Adds this histogram's counts to <paramref name="counts"/> (one more than <see cref="BoundsUs"/>) and returns the sum in microseconds.</summary>
    public long AddTo(Span<long> counts)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            counts[i] += Volatile.Read(ref _counts[i]);
        }

        return Volatile.Read(ref _sumUs);
    }

    // For each power of two the first bucket that a value of that size may fall into: at most a few steps remain.
    private static byte[] BuildFirstBuckets()
    {
        var first = new byte[64];
        for (int log2 = 0; log2 < 64; log2++)
        {
            int bucket = 0;
            while (bucket < BoundsUs.Length && BoundsUs[bucket] < 1L << log2)
            {
                bucket++;
            }

            first[log2] = (byte)bucket;
        }

        return first;
    }
}
