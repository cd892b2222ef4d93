// Rates of the whole between two moments.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class TrafficRatesTests
{
    private readonly TestMetrics _metrics = new();

    [Fact]
    public void Rates_are_per_second_and_of_the_time_between_only()
    {
        TestTraffic.Serve(_metrics, 100);
        MetricsSnapshot older = _metrics.Collector.Collect();
        TestTraffic.Serve(_metrics, 10);
        TestTraffic.Serve(_metrics, 4, 502);
        _metrics.Cluster.Failures[(int)FailureCode.ConnectionRefused] += 4;
        _metrics.Worker.ClientBytes.BytesIn += 3_000;
        _metrics.Worker.ClientBytes.BytesOut += 6_000;

        var rates = TrafficRates.Between(older, _metrics.Collector.Collect(), 2);

        rates.Requests.ShouldBe(7);
        rates.Classes.ShouldBe([0, 5, 0, 0, 2]);
        rates.Failures.ShouldBe(new Dictionary<string, double> { ["connection_refused"] = 2 });
        rates.BytesIn.ShouldBe(1_500);
        rates.BytesOut.ShouldBe(3_000);
    }

    [Fact]
    public void Counts_that_left_with_a_reload_make_no_negative_rate()
    {
        TestTraffic.Serve(_metrics, 100);
        MetricsSnapshot older = _metrics.Collector.Collect();

        var rates = TrafficRates.Between(older, new TestMetrics().Collector.Collect(), 1);

        rates.Requests.ShouldBe(0);
        rates.Classes.ShouldAllBe(rate => rate == 0);
    }
}
