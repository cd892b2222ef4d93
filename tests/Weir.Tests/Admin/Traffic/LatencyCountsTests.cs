// Percentiles from buckets.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class LatencyCountsTests
{
    private readonly TestMetrics _metrics = new();

    private LatencyCounts Now => LatencyCounts.Of(_metrics.Collector.Collect());

    [Fact]
    public void Percentiles_lie_in_the_buckets_of_their_ranks_and_forget_what_was_before()
    {
        TestTraffic.Serve(_metrics, 1_000, durationUs: 20_000_000);
        LatencyCounts older = Now;
        TestTraffic.Serve(_metrics, 90, durationUs: 400);
        TestTraffic.Serve(_metrics, 10, durationUs: 40_000);

        LatencyView latency = Now.Since(older).ShouldNotBeNull();

        latency.P50.ShouldBeInRange(0.25, 0.5);
        latency.P90.ShouldBeInRange(0.25, 0.5);
        latency.P99.ShouldBeInRange(25, 50);
    }

    [Fact]
    public void Above_the_last_bucket_its_bound_is_told()
    {
        LatencyCounts older = Now;
        TestTraffic.Serve(_metrics, 1, durationUs: 3_600_000_000);

        Now.Since(older).ShouldBe(new LatencyView(60_000, 60_000, 60_000));
    }

    [Fact]
    public void A_cluster_is_counted_by_itself_and_one_that_is_not_known_has_nothing()
    {
        LatencyCounts older = Now;
        TestTraffic.Serve(_metrics, 5);
        Now.Since(older, "api").ShouldBe(Now.Since(older));
        Now.Since(older, "gone").ShouldBeNull();
    }

    [Fact]
    public void Without_requests_there_are_none() => Now.Since(Now).ShouldBeNull();
}
