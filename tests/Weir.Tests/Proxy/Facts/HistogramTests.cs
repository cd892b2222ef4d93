// Buckets at and around every bound.
using CsCheck;
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class HistogramTests
{
    private static int BucketOf(long durationUs)
    {
        var histogram = new Histogram();
        histogram.Record(durationUs);
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        histogram.AddTo(counts);
        return counts.AsSpan().IndexOf(1);
    }

    [Fact]
    public void A_bound_belongs_to_its_own_bucket_and_one_more_to_the_next()
    {
        for (int i = 0; i < Histogram.BoundsUs.Length; i++)
        {
            BucketOf(Histogram.BoundsUs[i]).ShouldBe(i);
            BucketOf(Histogram.BoundsUs[i] + 1).ShouldBe(i + 1);
        }
    }

    [Fact]
    public void Any_duration_falls_into_the_first_bucket_that_is_not_below_it() =>
        Gen.Long[0, 200_000_000]
            .Sample(us =>
            {
                int expected = 0;
                while (expected < Histogram.BoundsUs.Length && Histogram.BoundsUs[expected] < us)
                {
                    expected++;
                }

                return BucketOf(us) == expected;
            });

    [Fact]
    public void Extremes_are_counted_too()
    {
        BucketOf(-5).ShouldBe(0);
        BucketOf(0).ShouldBe(0);
        BucketOf(long.MaxValue).ShouldBe(Histogram.BoundsUs.Length);
    }

    [Fact]
    public void Sums_add_up_over_histograms()
    {
        var first = new Histogram();
        first.Record(10);
        first.Record(-10);
        var second = new Histogram();
        second.Record(30);
        long[] counts = new long[Histogram.BoundsUs.Length + 1];

        (first.AddTo(counts) + second.AddTo(counts)).ShouldBe(40);
        counts.Sum().ShouldBe(3);
    }
}
