// What lies between two looks at a histogram.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class HistogramSnapshotTests
{
    private static HistogramSnapshot Of(int fast, int slow)
    {
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        counts[0] = fast;
        counts[^1] = slow;
        return new HistogramSnapshot([.. counts], (100L * fast) + (90_000_000L * slow));
    }

    [Fact]
    public void What_came_after_is_the_difference_and_never_below_zero()
    {
        HistogramSnapshot added = Of(10, 3).Since(Of(4, 3));
        added.Count.ShouldBe(6);
        added.SumUs.ShouldBe(600);
        Of(10, 3).Since(null).Count.ShouldBe(13);
        Of(1, 0).Since(Of(4, 3)).Count.ShouldBe(0);
        Of(1, 0).Since(Of(4, 3)).SumUs.ShouldBe(0);
    }

    [Fact]
    public void A_quantile_lies_in_its_bucket_and_above_the_last_bound_is_that_bound()
    {
        Of(10, 0).QuantileMs(0.5).ShouldBe(0.05);
        Of(10, 90).QuantileMs(0.5).ShouldBe(60_000);
        Of(0, 0).QuantileMs(0.5).ShouldBeNull();
    }
}
