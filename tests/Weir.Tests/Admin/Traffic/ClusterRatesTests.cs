// Counts of clusters become rates.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class ClusterRatesTests
{
    private readonly TestMetrics _metrics = new();

    private ClusterSums Now => new(_metrics.Collector.Collect());

    [Fact]
    public void What_a_cluster_answered_and_failed_is_told_per_second()
    {
        ClusterSums older = Now;
        TestTraffic.Serve(_metrics, 4);
        TestTraffic.Serve(_metrics, 2, 404);
        _metrics.Cluster.Failures[(int)FailureCode.ConnectionTimeout] = 1;

        var rates = ClusterRates.Between(older, Now, "api", 2);

        rates.Requests.ShouldBe(3);
        rates.Classes.ShouldBe([0, 2, 0, 1, 0]);
        rates.Failures.ShouldHaveSingleItem().ShouldBe(new("connection_timeout", 0.5));
        rates.IsZero.ShouldBeFalse();
    }

    [Fact]
    public void Counts_that_begin_anew_give_nothing_below_zero()
    {
        TestTraffic.Serve(_metrics, 4);
        ClusterSums older = Now;
        var rates = ClusterRates.Between(
            older,
            new(new TestMetrics().Collector.Collect()),
            "api",
            1
        );
        rates.Requests.ShouldBe(0);
        rates.IsZero.ShouldBeTrue();
    }

    [Fact]
    public void A_cluster_that_is_not_known_has_no_traffic() =>
        ClusterRates.Between(Now, Now, "gone", 1).IsZero.ShouldBeTrue();
}
